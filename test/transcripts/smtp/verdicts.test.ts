/** What the verdict on the sender does to a message: refused, filed as junk, or delivered, with fields and a timeline that tell why. */
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { flushEvents, findMailboxByRole, getEmails, listDeliveryEvents, openMailbox, readMessage } from '#server/store/index.ts';
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
      { name: 'mild.example', type: 'TXT', data: 'v=spf1 -all' },
      { name: '_dmarc.mild.example', type: 'TXT', data: 'v=DMARC1; p=quarantine' },
    ],
  });
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  bob = (await makeAccount('bob@hamburger.edu', 'hungry')).accountId;
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
    /^Return-Path: <a@honest\.example>\r\nAuthentication-Results: hamburger\.edu;\r\n[^]*dmarc=pass [^]*\r\nReceived-SPF: pass [^]*\r\nReceived: from /,
  );
  expect(found?.text.match(/^Authentication-Results:/gm)).toHaveLength(2);
  expect(found?.text).toContain('Authentication-Results: other.example; dkim=pass');
  expect(found?.text).not.toContain('header.i=@forged');
  const events = await listDeliveryEvents({ accountId: bob, emailId: found?.email.emailId ?? 0 });
  expect(events.map(({ type }) => type)).toEqual(['received', 'authenticated', 'delivered']);
  expect(events[1]?.detail).toMatchObject({ spf: 'pass', dmarc: 'pass', dmarcDomain: 'honest.example' });
});

test("what its author's domain distrusts is in Junk", async () => {
  const found = await mailIn('junk');
  expect(found.map(({ email }) => email.subject)).toEqual(['mild']);
  expect(found[0]?.text).toContain('dmarc=fail');
});
