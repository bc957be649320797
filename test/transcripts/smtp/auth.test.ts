/** Logging in on the submission port by every mechanism (RFC 4954), each over the real store. */
import { once } from 'node:events';
import http from 'node:http';
import net, { type AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeAppPassword, changePassword, removeAppPassword, ownAppPasswords } from '#server/auth/own-credentials.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { getUserByLogin, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { ScramClient } from '../../harness/scram-client.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
let bob: Account;
const actor = { name: 'bob', ip: '127.0.0.1' };

beforeAll(async () => {
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
  forgetConfig();
  listener = await startListener(serveSmtp, 'submission');
  bob = await makeAccount('bob@hamburger.edu', 'hungry=,ja');
});
afterAll(() => listener.stop());

class Client {
  #socket: net.Socket;
  #text = '';
  #more = Promise.withResolvers<void>();

  constructor(socket: net.Socket) {
    this.#socket = socket;
    this.#listen();
  }
  static async connect(): Promise<Client> {
    const client = new Client(net.connect(listener.port, '127.0.0.1'));
    await client.reply();
    await client.say('EHLO laptop');
    return client;
  }
  /** Sends the line and gives the whole reply, without its last CRLF. */
  async say(line: string): Promise<string> {
    this.#socket.write(`${line}\r\n`);
    return this.reply();
  }
  async reply(): Promise<string> {
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(this.#text);
      if (match) {
        this.#text = this.#text.slice(match[0].length);
        return match[0].trimEnd();
      }
      await this.#more.promise;
      this.#more = Promise.withResolvers();
    }
  }
  async secured(): Promise<tls.TLSSocket> {
    await this.say('STARTTLS');
    this.#socket.removeAllListeners('data');
    const secure = tls.connect({ socket: this.#socket, rejectUnauthorized: false });
    await once(secure, 'secureConnect');
    this.#socket = secure;
    this.#listen();
    return secure;
  }
  close(): void {
    this.#socket.destroy();
  }
  #listen(): void {
    this.#socket.on('data', (chunk) => {
      this.#text += String(chunk);
      this.#more.resolve();
    });
  }
}

/** The last reply, and whether the server proved itself. */
async function scram(client: Client, scramClient: ScramClient, mechanism = 'SCRAM-SHA-256'): Promise<[string, boolean]> {
  const challenge = await client.say(`AUTH ${mechanism} ${scramClient.first()}`);
  if (!challenge.startsWith('334 ')) return [challenge, false];
  const proved = await client.say(scramClient.final(challenge.slice(4)));
  if (!proved.startsWith('334 ')) return [proved, false];
  return [await client.say(''), scramClient.trusts(proved.slice(4))];
}

async function tryScram(name: string, password: string): Promise<[string, boolean]> {
  const client = await Client.connect();
  const result = await scram(client, new ScramClient(name, password));
  client.close();
  return result;
}

const welcome = '235 2.7.0 Authentication successful';

test('SCRAM-SHA-256 with the password, with an app password as shown and without its hyphens, and with neither', async () => {
  expect(await tryScram('bob@hamburger.edu', 'hungry=,ja')).toEqual([welcome, true]);
  expect(await tryScram('bob', 'hungry=,ja')).toEqual([welcome, true]);
  const user = await userOf();
  const made = await makeAppPassword(user, actor, 'phone');
  if (!made.ok) throw new Error(made.reason);
  expect(await tryScram('bob', made.password)).toEqual([welcome, true]);
  expect(await tryScram('bob', made.password.replaceAll('-', ''))).toEqual([welcome, true]);
  for (const { appId } of await ownAppPasswords(user)) await removeAppPassword(user, actor, appId);
  expect(await tryScram('bob', made.password)).toEqual(['535 5.7.8 Name or password is wrong', false]);
  expect(await tryScram('bob', 'wrong')).toEqual(['535 5.7.8 Name or password is wrong', false]);
});

test('who is not there has a salt all the same, and always the same one', async () => {
  const salts = [];
  for (const name of ['nobody', 'nobody', 'somebody']) {
    const client = await Client.connect();
    const challenge = await client.say(`AUTH SCRAM-SHA-256 ${new ScramClient(name, 'x').first()}`);
    salts.push(/s=([^,]+),i=100000$/.exec(Buffer.from(challenge.slice(4), 'base64').toString())?.[1]);
    expect(await client.say('*')).toBe('501 5.0.0 Log-in cancelled');
    client.close();
  }
  expect(salts[0]).toMatch(/^.{22}==$/);
  expect(salts[1]).toBe(salts[0]);
  expect(salts[2]).not.toBe(salts[0]);
  expect(await tryScram('nobody', 'x')).toEqual(['535 5.7.8 Name or password is wrong', false]);
});

test('the old password ends with its keys, the app passwords stay', async () => {
  const made = await makeAppPassword(await userOf(), actor, 'tablet');
  expect((await changePassword(await userOf(), actor, 'hungry=,ja', 'thirsty now')).ok).toBe(true);
  expect((await tryScram('bob', 'hungry=,ja'))[0]).toMatch(/^535/);
  expect(await tryScram('bob', 'thirsty now')).toEqual([welcome, true]);
  expect(await tryScram('bob', made.ok ? made.password : '')).toEqual([welcome, true]);
  expect((await changePassword(await userOf(), actor, 'thirsty now', 'hungry=,ja')).ok).toBe(true);
});

test('over TLS the log-in is bound to the connection, and to no other', async () => {
  const client = await Client.connect();
  const secure = await client.secured();
  expect(await client.say('EHLO laptop')).toContain('AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN OAUTHBEARER\r\n');
  const exported = secure.exportKeyingMaterial(32, 'EXPORTER-Channel-Binding', Buffer.alloc(0));
  const wrong = Buffer.from(exported).fill(7, 0, 1);
  const login = (octets: Uint8Array) => new ScramClient('bob', 'hungry=,ja', ['tls-exporter', octets]);
  expect((await scram(client, login(wrong), 'SCRAM-SHA-256-PLUS'))[0]).toMatch(/^535/);
  expect(await scram(client, login(exported), 'SCRAM-SHA-256-PLUS')).toEqual([welcome, true]);
  client.close();
});

test('OAUTHBEARER takes app passwords, and tokens that the log-in server knows', async () => {
  const provider = http.createServer((request, response) => {
    void (async () => {
      let body = '';
      for await (const chunk of request) body += String(chunk);
      const right =
        request.headers.authorization === `Basic ${btoa('posthorn:secret')}` && new URLSearchParams(body).get('token') === 'good';
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify(right ? { active: true, email: 'bob@hamburger.edu' } : { active: false }));
    })();
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  process.env.OAUTH_INTROSPECTION = `http://posthorn:secret@127.0.0.1:${(provider.address() as AddressInfo).port}/introspect`;
  forgetConfig();
  try {
    const made = await makeAppPassword(await userOf(), actor, 'laptop');
    const attempt = async (name: string, token: string) => {
      const client = await Client.connect();
      await client.secured();
      await client.say('EHLO laptop');
      let answer = await client.say(`AUTH OAUTHBEARER ${btoa(`n,${name && `a=${name}`},\x01auth=Bearer ${token}\x01\x01`)}`);
      if (answer.startsWith('334 ')) {
        expect(JSON.parse(atob(answer.slice(4)))).toMatchObject({ status: 'invalid_token' });
        answer = await client.say('AQ==');
      }
      client.close();
      return answer;
    };
    expect(await attempt('bob@hamburger.edu', 'good')).toBe(welcome);
    expect(await attempt('', 'good')).toBe(welcome);
    expect(await attempt('', made.ok ? made.password : '')).toBe(welcome);
    expect(await attempt('alice@hamburger.edu', 'good')).toMatch(/^535 5\.7\.8/);
    expect(await attempt('bob@hamburger.edu', 'bad')).toMatch(/^535 5\.7\.8/);
  } finally {
    delete process.env.OAUTH_INTROSPECTION;
    forgetConfig();
    provider.close();
  }
});

test('in clear text there is no OAUTHBEARER and no PLUS', async () => {
  const client = await Client.connect();
  expect(await client.say('EHLO laptop')).toContain('AUTH SCRAM-SHA-256 PLAIN LOGIN\r\n');
  expect(await client.say(`AUTH OAUTHBEARER ${btoa('n,,\x01auth=Bearer good\x01\x01')}`)).toMatch(/^504/);
  expect(await client.say(`AUTH SCRAM-SHA-256-PLUS ${btoa('p=tls-exporter,,n=bob,r=abc')}`)).toBe(
    '501 5.5.2 That response is not understood',
  );
  client.close();
});

async function userOf() {
  const found = await getUserByLogin(bob.email);
  if (!found) throw new Error('bob is not there');
  return found;
}
