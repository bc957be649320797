/** For the tests with foreign IMAP programs: a listener, and bob with three letters in INBOX. */
import { afterAll, beforeAll } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { serveImap } from '#server/imap/serve.ts';
import { deliver, findMailboxByRole, indexPending, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';

export const login = { user: 'bob@hamburger.edu', pass: 'hungry' };
export const letters = [1, 2, 3].map(
  (n) =>
    `From: Alice <alice@crepes.fr>\r\nTo: bob@hamburger.edu\r\nSubject: letter ${n}\r\nDate: Sat, 1${n} Jan 2026 13:30:00 +0100\r\n` +
    `Message-ID: <${n}@crepes.fr>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n.A dot, crêpes, and number ${n}\r\nFrom here\r\n`,
);

export function imapAccount(): { port: number; accountId: number; deliverLetter: (text: string) => Promise<void> } {
  let listener: Awaited<ReturnType<typeof startListener>> | undefined;
  const account = {
    port: 0,
    accountId: 0,
    async deliverLetter(text: string) {
      const inbox = await findMailboxByRole(account.accountId, 'inbox');
      const bytes = Buffer.from(text, 'utf8');
      const item = { accountId: account.accountId, blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes) };
      const done = await deliver([{ ...item, mailboxIds: [inbox?.mailboxId ?? 0] }]);
      if (!done.ok) throw new Error(done.reason);
      await indexPending(10);
    },
  };
  beforeAll(async () => {
    listener = await startListener(serveImap, 'imap');
    account.port = listener.port;
    account.accountId = (await makeAccount(login.user, login.pass)).accountId;
    for (const letter of letters) await account.deliverLetter(letter);
  });
  afterAll(() => listener?.stop());
  return account;
}
