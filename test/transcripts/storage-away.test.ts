/** While the storage of messages is away, each door says so in its own words; what needs only Postgres goes on, and nothing is lost. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveImap } from '#server/imap/serve.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { blobFigures, checkStore } from '#server/store/index.ts';
import { startListener } from '../harness/listener.ts';
import { startStorage, type TestStorage } from '../harness/s3-storage.ts';
import { sendMail } from '../harness/send-mail.ts';
import { TestUser } from '../jmap/client.ts';
import { startJmapServer, type JmapServer } from '../jmap/http-server.ts';
import { TranscriptSession } from '../harness/transcript-session.ts';

let storage: TestStorage;
let server: JmapServer;
let bob: TestUser;
const listeners: Awaited<ReturnType<typeof startListener>>[] = [];
const [smtp, imap, pop3] = [() => listeners[0]?.port ?? 0, () => listeners[1]?.port ?? 0, () => listeners[2]?.port ?? 0];
const basic = { authorization: `Basic ${Buffer.from('bob@hamburger.edu:hungry').toString('base64')}` };

beforeAll(async () => {
  storage = await startStorage('key', 'hidden');
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', BLOB_STORE: 's3', BLOB_BUCKET: 's3://mail', BLOB_CACHE: '0' },
    ...{ S3_ENDPOINT: storage.endpoint, S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'hidden' },
  });
  forgetConfig();
  bob = await TestUser.make('bob@hamburger.edu');
  listeners.push(await startListener(serveSmtp, 'smtp'), await startListener(serveImap, 'imap'), await startListener(servePop3, 'pop3'));
  server = await startJmapServer();
});
afterAll(async () => {
  await Promise.all(listeners.map((one) => one.stop()));
  await server.stop();
  await storage.stop();
});

/** Of octets that do not shrink, in lines. */
const large = (subject: string, octets: number) =>
  `Subject: ${subject}\r\n\r\n${randomBytes(octets).toString('base64').replaceAll(/.{76}/g, '$&\r\n')}\r\n`;
const send = (letter: string) => sendMail(smtp(), { from: 'alice@crepes.fr', to: ['bob@hamburger.edu'] }, letter);

async function talk(session: TranscriptSession, line: string, start: string): Promise<string> {
  session.send(Buffer.from(`${line}\r\n`));
  for (;;) {
    const answer = await session.readLine();
    if (answer.startsWith(start)) return answer;
  }
}

async function read(): Promise<{ imap: string; pop3: string; jmap: string; download: number }> {
  const session = await TranscriptSession.connect(imap());
  await talk(session, 'a LOGIN bob@hamburger.edu hungry', 'a OK');
  await talk(session, 'b SELECT INBOX', 'b OK');
  const fetched = await talk(session, 'c FETCH 1 BODY.PEEK[]', 'c ');
  await talk(session, 'd NOOP', 'd OK'); // the session lives on
  const letters = await TranscriptSession.connect(pop3());
  await letters.readLine();
  await talk(letters, 'USER bob@hamburger.edu', '+OK');
  await talk(letters, 'PASS hungry', '+OK');
  letters.send(Buffer.from('RETR 1\r\n'));
  const retrieved = await letters.readLine();
  const { ids } = (await bob.call('Email/query', { sort: [{ property: 'receivedAt' }] })) as { ids: string[] };
  const [id] = ids;
  const wish = { accountId: bob.id, ids: [id], properties: ['bodyValues', 'blobId'], fetchTextBodyValues: true };
  const { methodResponses } = await bob.request([['Email/get', wish, 'c']]);
  const [name, result] = methodResponses[0] ?? ['', {} as Arguments];
  const { list } = (await bob.call('Email/get', { ids: [id], properties: ['blobId'] })) as { list: { blobId: string }[] };
  const download = await fetch(`${server.origin}/api/jmap/download/${bob.id}/${list[0]?.blobId}/letter.eml`, { headers: basic });
  return { imap: fetched, pop3: retrieved, jmap: name === 'error' ? String(result.type) : name, download: download.status };
}

test('SMTP 451, IMAP UNAVAILABLE, POP3 SYS/TEMP, JMAP serverUnavailable, downloads 503; small mail still comes', async () => {
  expect(await send(large('first', 1_500_000))).toContain('250 2.0.0');
  expect(await blobFigures()).toMatchObject([{ place: 's3', count: 1 }]);
  expect(await read()).toMatchObject({ imap: 'c OK Fetched', jmap: 'Email/get', download: 200 });
  storage.away = true;
  expect(await send(large('second', 100_000))).toMatch(/451 4\.3\.0 .*try again later/);
  expect(await send('Subject: small\r\n\r\nhello\r\n')).toContain('250 2.0.0');
  expect(await read()).toEqual({
    imap: expect.stringMatching(/^c NO \[UNAVAILABLE\] The storage of messages does not answer/) as string,
    pop3: expect.stringMatching(/^-ERR \[SYS\/TEMP\] The storage of messages does not answer/) as string,
    jmap: 'serverUnavailable',
    download: 503,
  });
  storage.away = false;
  await expect.poll(() => send(large('second', 100_000))).toContain('250 2.0.0');
  expect(await read()).toMatchObject({ imap: 'c OK Fetched', pop3: expect.stringMatching(/^\+OK/) as string, download: 200 });
  expect(await checkStore()).toEqual([]);
});

test('POP3: a letter that breaks off in the middle ends the connection, so that half of it is not taken for the whole', async () => {
  const letter = large('third', 3_000_000);
  expect(await send(letter)).toContain('250 2.0.0');
  const session = await TranscriptSession.connect(pop3());
  await session.readLine();
  await talk(session, 'USER bob@hamburger.edu', '+OK');
  await talk(session, 'PASS hungry', '+OK');
  const last = (await talk(session, 'STAT', '+OK')).split(' ')[1];
  storage.awayAfter = 2;
  session.send(Buffer.from(`RETR ${last}\r\nNOOP\r\n`));
  expect(await session.readLine()).toMatch(/^\+OK \d+ octets/);
  const lines: string[] = [];
  const ended = (async () => {
    for (;;) lines.push(await session.readLine());
  })();
  await expect(ended).rejects.toThrow(/the server closed/);
  expect(lines.join('\n')).not.toMatch(/^(-ERR|\+OK|\.$)/m);
  Object.assign(storage, { away: false, awayAfter: Infinity });
});
