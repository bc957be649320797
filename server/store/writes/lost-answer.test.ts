/** The connection is lost when Postgres has committed and its answer is under way: whoever asks again by himself stores everything twice. */
import net from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, database } from '../database.ts';
import { deliver, handIn, prepareBlob } from '../index.ts';
import { sampleAccount, sampleMail } from '../reads/sample-mail.ts';

/** Between the store and its Postgres. While it is armed, the next answer that is longer than a handshake's cuts the connection instead. */
let armed: RegExp | null = null;
let server: net.Server;
const direct = new URL(process.env.DATABASE_URL ?? '');

beforeAll(async () => {
  server = net.createServer((client) => {
    const upstream = net.connect(Number(direct.port), direct.hostname);
    let asked = false;
    client.on('data', (octets) => {
      if (armed?.test(octets.toString('latin1'))) {
        armed = null;
        asked = true;
      }
      upstream.write(octets);
    });
    upstream.on('data', (octets) => {
      if (asked) client.destroy();
      else client.write(octets);
    });
    for (const [one, other] of [[client, upstream] as const, [upstream, client] as const])
      one.on('error', () => {}).on('close', () => other.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(direct);
  through.port = String((server.address() as net.AddressInfo).port);
  process.env.DATABASE_URL = through.href;
});
afterAll(async () => {
  await closeDatabase();
  server.close();
});

const fates = (all: PromiseSettledResult<unknown>[]) => all.map(({ status }) => status);
const count = async (text: string, values: unknown[]) => (await database().pool.query<{ n: number }>(text, values)).rows[0]?.n;

test('messages whose delivery was committed without an answer are not delivered again', async () => {
  const { accountId, inbox } = await sampleAccount('bob@lost.example');
  const items = await Promise.all(
    ['one', 'two'].map(async (messageId) => {
      const { bytes, rendered } = sampleMail({ messageId });
      return { accountId, mailboxIds: [inbox], blob: await prepareBlob(bytes), prefix: null, rendered };
    }),
  );
  armed = /f_deliver\(/;
  const done = await Promise.allSettled(items.map((item) => deliver([item])));
  expect(fates(done)).toEqual(['rejected', 'rejected']);
  expect(await count('select total as n from mailbox where account_id = $1 and mailbox_id = $2', [accountId, inbox])).toBe(2);
});

test('messages that were handed in without an answer are not queued again', async () => {
  const now = new Date();
  const given = await Promise.all(
    ['one', 'two'].map(async (text) => {
      const blob = await prepareBlob(Buffer.from(`Subject: ${text}\r\n\r\n`));
      const recipients = [{ address: `${text}@far.example`, domain: 'far.example' }];
      const from = { accountId: null, mailFrom: 'bob@lost.example', prefix: null, smtputf8: false, subject: '' };
      return { message: { ...from, blob: blob.sha256, size: blob.size, recipients, dueAt: now, expiresAt: now }, blob, limits: null };
    }),
  );
  armed = /f_submit\(/;
  expect(fates(await Promise.allSettled(given.map(handIn)))).toEqual(['rejected', 'rejected']);
  expect(await count(`select count(*)::int as n from queue_rcpt where domain = 'far.example'`, [])).toBe(2);
});
