/** Logging in to IMAP (RFC 9051 §6.2.2) and POP3 (RFC 5034) by every mechanism that is offered, each over the real store. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeAppPassword } from '#server/auth/own-credentials.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { getUserByLogin } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener, type Serve } from '../harness/listener.ts';
import { ScramClient } from '../harness/scram-client.ts';
import { TranscriptSession } from '../harness/transcript-session.ts';

interface Protocol {
  name: 'imap' | 'pop3';
  serve: Serve;
  /** What is sent before the mechanism. */
  command: string;
  startTls: string;
  yes: RegExp;
  no: RegExp;
}
const protocols: Protocol[] = [
  {
    name: 'imap',
    serve: serveImap,
    command: 'a AUTHENTICATE',
    startTls: 's STARTTLS',
    yes: /^a OK \[CAPABILITY /,
    no: /^a NO \[AUTHENTICATIONFAILED\]/,
  },
  { name: 'pop3', serve: servePop3, command: 'AUTH', startTls: 'STLS', yes: /^\+OK user/, no: /^-ERR \[AUTH\]/ },
];
const bob = 'bob@hamburger.edu';
const base64 = (text: string) => Buffer.from(text).toString('base64');

beforeAll(async () => {
  await makeAccount(bob, 'hungry=,ja');
});

describe.each(protocols)('$name', ({ name, serve, command, startTls, yes, no }) => {
  let listener: Awaited<ReturnType<typeof startListener>>;
  beforeAll(async () => {
    listener = await startListener(serve, name);
  });
  afterAll(() => listener.stop());

  async function connect({ secure = false } = {}) {
    const session = await TranscriptSession.connect(listener.port);
    await session.readLine();
    const say = async (line: string) => {
      session.send(Buffer.from(`${line}\r\n`));
      return session.readLine();
    };
    if (secure) {
      await say(startTls);
      await session.startTls();
    }
    return { session, say };
  }

  async function scram(mechanism: string, { password = 'hungry=,ja', secure = false, initial = true }): Promise<[string, boolean]> {
    const { session, say } = await connect({ secure });
    const binding = mechanism.endsWith('-PLUS') ? (['tls-exporter', session.tlsExporter] as [string, Uint8Array]) : undefined;
    const client = new ScramClient(bob, password, binding);
    if (!initial) expect(await say(`${command} ${mechanism}`)).toBe('+ ');
    const challenge = await say(initial ? `${command} ${mechanism} ${client.first()}` : client.first());
    const proved = await say(client.final(challenge.slice(2)));
    if (!proved.startsWith('+ ')) return (session.destroy(), [proved, false]);
    const trusts = client.trusts(proved.slice(2));
    const last = await say('');
    session.destroy();
    return [last, trusts];
  }

  // capability: AUTH=SCRAM-SHA-256
  test('SCRAM-SHA-256, with an initial response and without, in clear text and over TLS', async () => {
    for (const options of [{}, { initial: false }, { secure: true }]) {
      const [reply, trusts] = await scram('SCRAM-SHA-256', options);
      expect(reply).toMatch(yes);
      expect(trusts).toBe(true);
    }
    expect((await scram('SCRAM-SHA-256', { password: 'wrong' }))[0]).toMatch(no);
  });

  // capability: AUTH=SCRAM-SHA-256-PLUS
  test('SCRAM-SHA-256-PLUS is bound to the TLS connection', async () => {
    const [reply, trusts] = await scram('SCRAM-SHA-256-PLUS', { secure: true });
    expect(reply).toMatch(yes);
    expect(trusts).toBe(true);
  });

  // capability: AUTH=OAUTHBEARER
  test('OAUTHBEARER takes an app password, over TLS', async () => {
    const user = await getUserByLogin(bob);
    if (!user) throw new Error('bob is gone');
    const made = await makeAppPassword(user, { name: 'bob', ip: '127.0.0.1' }, 'phone');
    if (!made.ok) throw new Error(made.reason);
    const bearer = (token: string) => base64(`n,a=${bob},\u0001host=x\u0001auth=Bearer ${token}\u0001\u0001`);
    const good = await connect({ secure: true });
    expect(await good.say(`${command} OAUTHBEARER ${bearer(made.password)}`)).toMatch(yes);
    good.session.destroy();
    const wrong = await connect({ secure: true });
    expect(await wrong.say(`${command} OAUTHBEARER ${bearer('nothing')}`)).toMatch(/^\+ /); // RFC 7628 §3.2.3: the error, and an empty answer
    expect(await wrong.say('AQ==')).toMatch(no);
    wrong.session.destroy();
  });

  // capability: AUTH=PLAIN, AUTH=LOGIN
  test('PLAIN and the old LOGIN', async () => {
    const plain = await connect();
    expect(await plain.say(`${command} PLAIN ${base64(`\0${bob}\0hungry=,ja`)}`)).toMatch(yes);
    plain.session.destroy();
    const old = await connect();
    expect(await old.say(`${command} LOGIN`)).toBe(`+ ${base64('Username:')}`);
    expect(await old.say(base64(bob))).toBe(`+ ${base64('Password:')}`);
    expect(await old.say(base64('hungry=,ja'))).toMatch(yes);
    old.session.destroy();
  });
});
