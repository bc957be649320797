/** curl and nodemailer send. */
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { findMailboxByRole, getEmails, openMailbox, readMessage, type Account } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { runTool } from './run-tool.ts';
import { needTool } from './needed-program.ts';

type Listener = Awaited<ReturnType<typeof startListener>>;
let smtp: Listener;
let submission: Listener;
let submissions: Listener;
let bob: Account;

beforeAll(async () => {
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu' });
  forgetConfig();
  smtp = await startListener(serveSmtp, 'smtp');
  submission = await startListener(serveSmtp, 'submission');
  submissions = await startListener(serveSmtp, 'submission', { implicitTls: true });
  bob = await makeAccount('bob@hamburger.edu', 'hungry');
});
afterAll(() => Promise.all([smtp, submission, submissions].map((listener) => listener.stop())));

async function lastOfBob(): Promise<string> {
  const inbox = await findMailboxByRole(bob.accountId, 'inbox');
  const opened = await openMailbox(bob.accountId, inbox?.mailboxId ?? 0);
  const [email] = await getEmails(bob.accountId, opened?.emailIds.slice(-1) ?? []);
  return email ? (await readMessage(email)).toString('utf8') : '';
}

test('curl over clear text, STARTTLS and TLS', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'posthorn-curl-')), 'message.eml');
  const curl = (name: string, url: string, ...more: string[]) => {
    writeFileSync(file, `From: bob@hamburger.edu\r\nSubject: ${name}\r\n\r\n.dot\r\n`);
    const args = ['-sS', '--url', url, '--upload-file', file, '--mail-rcpt', 'bob@hamburger.edu', '--insecure', ...more];
    return runTool(needTool('curl', 'curl'), args);
  };
  const own = ['--mail-from', 'bob@hamburger.edu', '--user', 'bob@hamburger.edu:hungry'];
  for (const [name, url, more] of [
    ['clear', `smtp://127.0.0.1:${smtp.port}/crepes.fr`, ['--mail-from', 'alice@crepes.fr']],
    ['starttls', `smtp://127.0.0.1:${submission.port}`, ['--ssl-reqd', ...own]],
    ['tls', `smtps://127.0.0.1:${submissions.port}`, own],
  ] as const) {
    const run = await curl(name, url, ...more);
    expect(run.code, run.stderr).toBe(0);
    expect(await lastOfBob()).toMatch(new RegExp(`Subject: ${name}\\r\\n\\r\\n\\.dot\\r\\n$`));
  }
});

test('nodemailer: a pool of connections, an attachment, letters of the world', async () => {
  const transport = createTransport({
    ...{ host: '127.0.0.1', port: submission.port, secure: false, requireTLS: true, pool: true, maxConnections: 2 },
    auth: { user: 'bob@hamburger.edu', pass: 'hungry' },
    tls: { rejectUnauthorized: false },
  });
  const sent = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      transport.sendMail({
        from: 'Bob <bob@hamburger.edu>',
        to: 'bob@hamburger.edu',
        bcc: 'bob+hidden@hamburger.edu',
        subject: `Crêpes № ${n}`,
        text: 'ketchup?\n.\n',
        attachments: [{ filename: 'a.bin', content: Buffer.alloc(100_000, n) }],
      }),
    ),
  );
  transport.close();
  expect(sent.every(({ accepted }) => accepted.length === 2)).toBe(true);
  const text = await lastOfBob();
  expect(text).toContain('Content-Disposition: attachment');
  expect(text).not.toMatch(/bob\+hidden/);
});
