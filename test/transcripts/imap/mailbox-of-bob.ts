/** What every IMAP transcript begins with: bob, three letters in INBOX (the first one read) and a nest of messages in `Shapes`. */
import { Flag } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import { createMailbox, deliver, findMailboxByRole, indexPending, putBlob } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';

export async function mailboxOfBob(login: string): Promise<void> {
  const { accountId } = await makeAccount(login, 'hungry');
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const shapes = await createMailbox(accountId, { name: 'Shapes', parentId: null });
  if (!inbox || !shapes.ok) throw new Error('the account has no mailboxes');
  for (const [n, letter] of [letter1, letter2, letter3].entries())
    await put(accountId, inbox.mailboxId, letter, n, n === 0 ? Flag.seen : 0);
  await put(accountId, shapes.value.mailboxId, nest, 3, 0);
  await put(accountId, shapes.value.mailboxId, odd, 4, 0);
  await indexPending(100);
}

async function put(accountId: number, mailboxId: number, lines: string[], n: number, flags: number): Promise<void> {
  const bytes = Buffer.from(`${lines.join('\r\n')}\r\n`, 'utf8');
  const item = { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered: renderMessage(bytes), flags };
  const done = await deliver([{ ...item, receivedAt: new Date(Date.UTC(2026, 0, 10 + n, 12, 30, 0)) }]);
  if (!done.ok) throw new Error(`not delivered: ${done.reason}`);
}

const letter1 = [
  'From: Alice <alice@crepes.fr>',
  'To: Bob <bob@hamburger.edu>',
  'Subject: Do you like ketchup?',
  'Date: Sat, 10 Jan 2026 13:30:00 +0100',
  'Message-ID: <one@crepes.fr>',
  '',
  'How about pickles?',
];
const letter2 = [
  'From: =?utf-8?Q?C=C3=A9line?= <celine@crepes.fr>',
  'Sender: post@crepes.fr',
  'Reply-To: reply@crepes.fr',
  'To: friends: bob@hamburger.edu, "Q, Carl" <carl@hamburger.edu>;',
  'Cc: dora@hamburger.edu',
  'Subject: =?utf-8?Q?Cr=C3=AApes?= for everyone',
  'Date: Sun, 11 Jan 2026 23:30:00 -0800',
  'Message-ID: <two@crepes.fr>',
  'In-Reply-To: <zero@crepes.fr>',
  'Content-Type: text/plain; charset=utf-8; format=flowed',
  'Content-Transfer-Encoding: 8bit',
  '',
  'Des crêpes à la crème.',
  'Deuxième ligne.',
];
const letter3 = ['From: alice@crepes.fr', 'X-Note: first', ' folded', 'X-Other: second', '', 'no subject, and no date'];
const nest = [
  'From: alice@crepes.fr',
  'Subject: a nest',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary="outer"',
  '',
  'preamble',
  '--outer',
  'Content-Type: text/plain; charset=us-ascii',
  '',
  'part one',
  '--outer',
  'Content-Type: message/rfc822',
  'Content-Description: inside',
  '',
  'From: carl@hamburger.edu',
  'Subject: inside',
  'Content-Type: multipart/alternative; boundary=inner',
  '',
  '--inner',
  'Content-Type: text/plain',
  '',
  'inner text',
  '--inner',
  'Content-Type: message/rfc822',
  '',
  'Subject: deepest',
  '',
  'at the bottom',
  '--inner--',
  '--outer',
  'Content-Type: image/png; name="dot.png"',
  'Content-Transfer-Encoding: base64',
  'Content-Disposition: attachment; filename="dot.png"',
  '',
  'iVBORw0KGgo=',
  '--outer--',
  'epilogue',
];
const odd = ['Content-Type: multipart/mixed; boundary=nowhere', '', 'no boundary ever comes'];
