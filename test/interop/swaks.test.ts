/** swaks delivers as another server does, and submits as a user does: with TLS and a password. */
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
  Object.assign(process.env, { MAIL_HOSTNAME: 'hamburger.edu', MAIL_DOMAIN: 'hamburger.edu', PLAINTEXT_AUTH: 'never' });
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
const swaks = (port: number, ...args: string[]) =>
  runTool(needTool('swaks', 'swaks'), ['--server', '127.0.0.1', '--port', String(port), '--to', 'bob@hamburger.edu', ...args]);
const login = ['--auth-user', 'bob@hamburger.edu', '--auth-password', 'hungry', '--from', 'bob@hamburger.edu'];

test.each([
  ['plain', []],
  ['STARTTLS', ['--tls']],
  ['pipelined', ['--pipeline']],
])('delivery, %s', async (name, args) => {
  const run = await swaks(smtp.port, '--from', 'alice@crepes.fr', '--header', `Subject: ${name}`, '--body', 'a\n.\n..b', ...args);
  expect(run.code, run.stdout + run.stderr).toBe(0);
  expect(await lastOfBob()).toMatch(new RegExp(`Subject: ${name}[^]*\\r\\n\\r\\na\\r\\n\\.\\r\\n\\.\\.b\\r\\n`));
});

test.each(['PLAIN', 'LOGIN'])('submission over STARTTLS and over TLS with %s', async (mechanism) => {
  for (const [port, tls] of [
    [submission.port, '--tls'],
    [submissions.port, '--tls-on-connect'],
  ] as const) {
    const run = await swaks(port, tls, '--auth', mechanism, ...login, '--header', `Subject: ${mechanism} ${tls}`);
    expect(run.code, run.stdout + run.stderr).toBe(0);
    expect(await lastOfBob()).toContain(`Subject: ${mechanism} ${tls}`);
  }
});

test('a password in clear text is refused, and so is a stranger’s address', async () => {
  const clear = await swaks(submission.port, '--auth', 'PLAIN', ...login);
  expect(clear.code).toBe(28); // swaks: AUTH error, none was offered
  const forged = await swaks(submission.port, '--tls', '--auth', 'PLAIN', ...login.slice(0, 4), '--from', 'eve@hamburger.edu');
  expect(forged.code).toBe(23); // swaks: MAIL refused
  expect(forged.stdout).toContain('550 5.7.1 You may not send as eve@hamburger.edu');
  const relay = await swaks(smtp.port, '--to', 'carol@elsewhere.example', '--from', 'alice@crepes.fr');
  expect(relay.code).toBe(24); // swaks: RCPT refused
});
