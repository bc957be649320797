/** What the verdict on the sender does to a message: refused, filed as junk, or delivered, with fields and a timeline that tell why. */
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { ensureDkimKeys } from '#server/mailauth/dkim-keys.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import {
  addAlias,
  flushEvents,
  findMailboxByRole,
  getEmails,
  listDeliveryEvents,
  listQueue,
  openMailbox,
  readBlob,
  readMessage,
} from '#server/store/index.ts';
import { database } from '#server/store/database.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startListener } from '../../harness/listener.ts';
import { runTranscript } from '../../harness/transcript.ts';

let zone: ZoneServer;
let smtp: Awaited<ReturnType<typeof startListener>>;
let bob = 0;
beforeAll(async () => {
  zone = await startZoneServer({
    records: [
      { name: 'honest.example', type: 'TXT', data: 'v=spf1 ip4:127.0.0.1 -all' },
      { name: '_dmarc.honest.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
      { name: 'forged.example', type: 'TXT', data: 'v=spf1 -all' },
      { name: '_dmarc.forged.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
      { name: '_dmarc.troubled-author.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
      { name: 'mild.example', type: 'TXT', data: 'v=spf1 -all' },
      { name: '_dmarc.mild.example', type: 'TXT', data: 'v=DMARC1; p=quarantine' },
    ],
  });
  Object.assign(process.env, {
    MAIL_HOSTNAME: 'hamburger.edu',
    MAIL_DOMAIN: 'hamburger.edu',
    POSTHORN_SECRET: 'of this test',
    DNS_SERVER: `127.0.0.1:${zone.port}`,
  });
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  bob = (await makeAccount('bob@hamburger.edu', 'hungry')).accountId;
  await addAlias('fan@hamburger.edu', ['fan@elsewhere.example']);
  await ensureDkimKeys('hamburger.edu');
  await runTranscript(path.join(import.meta.dirname, 'verdicts.txt'), { port: smtp.port });
  await flushEvents();
});
afterAll(async () => {
  await smtp.stop();
  await zone.stop();
});

async function mailIn(role: 'inbox' | 'junk') {
  const mailbox = await findMailboxByRole(bob, role);
  const opened = await openMailbox(bob, mailbox?.mailboxId ?? 0);
  const emails = await getEmails(bob, opened?.emailIds ?? []);
  return Promise.all(emails.map(async (email) => ({ email, text: (await readMessage(email)).toString('utf8') })));
}

test('what passes is in INBOX: our field on top, the forged one gone', async () => {
  const [found, ...more] = await mailIn('inbox');
  expect(more).toEqual([]);
  expect(found?.text).toMatch(
    /^Return-Path: <a@honest\.example>\r\nX-Posthorn-Spam: no; [^]*\r\nAuthentication-Results: hamburger\.edu;\r\n[^]*dmarc=pass [^]*\r\nReceived-SPF: pass [^]*\r\nReceived: from /,
  );
  expect(found?.text.match(/^Authentication-Results:/gm)).toHaveLength(2);
  expect(found?.text).toContain('Authentication-Results: other.example; dkim=pass');
  expect(found?.text).not.toContain('header.i=@forged');
  const events = await listDeliveryEvents({ accountId: bob, emailIds: [found?.email.emailId ?? 0] });
  expect(events.map(({ type }) => type)).toEqual(['received', 'authenticated', 'judged', 'delivered']);
  expect(events[1]?.detail).toMatchObject({ spf: 'pass', dmarc: 'pass', dmarcDomain: 'honest.example' });
});

test('what might have passed, had DNS answered, is to come again', async () => {
  zone.failing.add('troubled.example');
  const letter = 'From: a@troubled-author.example\r\nSubject: later\r\n\r\nHello\r\n';
  expect(await send('a@troubled.example', 'bob@hamburger.edu', letter)).toContain('451 4.7.1 The message cannot be examined now');
  zone.failing.clear();
});

test("what its author's domain distrusts is in Junk", async () => {
  const found = await mailIn('junk');
  expect(found.map(({ email }) => email.subject)).toEqual(['mild']);
  expect(found[0]?.text).toContain('dmarc=fail');
});

test('what an alias sends on is sealed, and a notice about it goes back to who wrote it', async () => {
  const letter = 'From: a@honest.example\r\nSubject: on\r\n\r\nHello\r\n';
  expect(await send('a@honest.example', 'fan@hamburger.edu', letter)).toContain('250 2.0.0');
  const [queued, ...more] = await listQueue();
  expect([queued?.recipient, more.length]).toEqual(['fan@elsewhere.example', 0]);
  const path = queued?.mailFrom ?? '';
  expect(path).toMatch(/^SRS0=[0-9a-z]{8}=..=honest\.example=a@hamburger\.edu$/);
  const { rows } = await database().pool.query<{ prefix: Buffer; blob: Buffer }>('select prefix, blob from queue_message');
  const whole = Buffer.concat([rows[0]?.prefix ?? Buffer.alloc(0), (await readBlob(rows[0]?.blob ?? Buffer.alloc(0))) ?? Buffer.alloc(0)]);
  expect(whole.toString()).toMatch(
    /^ARC-Seal: i=1; [^]*ARC-Authentication-Results: i=1; hamburger\.edu;[^]*Received: from [^]*\r\n\r\nHello/,
  );
  const notice = 'Subject: could not be delivered\r\n\r\nsorry\r\n';
  expect(await send('', path, notice)).toContain('250 2.0.0');
  expect((await listQueue()).map(({ recipient, mailFrom }) => `${mailFrom} ${recipient}`).sort()[0]).toBe(' a@honest.example');
  expect(await send('', path.replace('=a@', '=b@'), notice)).toContain('550 5.1.1');
});

async function send(from: string, to: string, letter: string): Promise<string> {
  const socket = net.connect(smtp.port, '127.0.0.1');
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  const closed = once(socket, 'close');
  socket.write(`EHLO mail.honest.example\r\nMAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
  socket.write(`${letter}.\r\nQUIT\r\n`);
  await closed;
  return text;
}
