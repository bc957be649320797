/** Somebody's mail, to be read by whom it was granted (mail-access.ts), and by nobody else: each answer is written down before it is given. */
import { z } from 'zod';
import type { StoredAddress } from '#lib/message/stored.ts';
import { Flag } from '#lib/message/keywords.ts';
import { everyPart } from '#lib/message/parts.ts';
import * as store from '#server/store/index.ts';
import type { FoundAccount, MailAccess } from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import { textOf } from '../message-text.ts';
import { operation } from '../operation.ts';
import { failure, missingThat, record, type AdminResult } from '../result.ts';
import { emailAddress, listOf, octets, search, time } from '../words.ts';
import { ofAddress, withAccountBelow } from './accounts.ts';

const account = z.strictObject({ email: emailAddress.describe('The account.') });
const headShape = z.object({
  id: z.int(),
  at: time,
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  size: octets,
  hasAttachment: z.boolean(),
  isSeen: z.boolean(),
});
const mostText = 100_000;
const refused = failure('forbidden', 'accessNeeded');

/** `act` hears under which access; without one that holds now, nothing is looked at. */
function underAccess<T>(
  caller: Caller,
  email: string,
  act: (owner: FoundAccount, access: MailAccess) => Promise<AdminResult<T>>,
): Promise<AdminResult<T>> {
  return withAccountBelow(caller, email, async (owner) => {
    const access = await store.liveMailAccess(owner.accountId, caller.name);
    return access ? act(owner, access) : refused;
  });
}

export const mailMailboxes = operation({
  name: 'mail.mailboxes',
  http: 'GET /accounts/{email}/mailboxes',
  summary: 'Lists the mailboxes of an account whose mail you were given access to.',
  args: ['email'],
  input: account,
  output: listOf(z.object({ id: z.int(), name: z.string(), role: z.string().nullable(), messages: z.int() })),
  touches: ofAddress,
  run: (caller, { email }) =>
    underAccess(caller, email, async ({ accountId }) => {
      const found = await store.listMailboxes(accountId);
      const items = found.map(({ mailboxId, name, role, total }) => ({ id: mailboxId, name, role, messages: total }));
      return { ok: true, value: { items } };
    }),
});

export const mailList = operation({
  name: 'mail.list',
  http: 'GET /accounts/{email}/mailboxes/{mailbox}/messages',
  summary: 'Lists the messages of a mailbox that you were given access to, the newest first. It is written down for its owner.',
  args: ['email', 'mailbox'],
  input: account.extend({
    mailbox: z.int().positive().describe('The number of the mailbox.'),
    search,
    position: z.int().min(0).default(0).describe('How many to pass over.'),
    limit: z.int().min(1).max(200).default(50).describe('How many at most.'),
  }),
  output: z.object({ items: z.array(headShape), total: z.int() }),
  touches: ofAddress,
  run: (caller, { email, mailbox, search: text, position, limit }) =>
    underAccess(caller, email, async ({ accountId }, access) => {
      if (!(await store.getMailbox(accountId, mailbox))) return missingThat('mailbox');
      if (!(await store.noteOpened(access, 'mailbox', mailbox))) return refused;
      await record(caller, 'mail.list', { email, mailbox, ...ofAddress({ email }) });
      const found = await store.queryEmails(accountId, {
        filter: text ? { and: [{ inMailbox: mailbox }, { text, exact: false }] } : { inMailbox: mailbox },
        sort: [{ property: 'receivedAt', ascending: false }],
        ...{ collapseThreads: false, position, limit, calculateTotal: true },
      });
      if (found === 'anchorNotFound') return missingThat('page');
      const items = (await store.getEmailHeads(accountId, found.ids)).map(headOf);
      return { ok: true, value: { items, total: found.total ?? items.length } };
    }),
});

export const mailRead = operation({
  name: 'mail.read',
  http: 'GET /accounts/{email}/messages/{id}',
  summary: 'Shows a message as text, of an account whose mail you were given access to. It is written down for its owner.',
  args: ['email', 'id'],
  input: account.extend({ id: z.int().positive().describe('The number of the message.') }),
  output: headShape.extend({
    cc: z.string(),
    mailboxes: z.array(z.string()),
    text: z.string(),
    attachments: z.array(z.object({ name: z.string(), type: z.string(), size: octets })),
  }),
  touches: ofAddress,
  run: (caller, { email, id }) =>
    underAccess(caller, email, async ({ accountId }, access) => {
      const [row] = await store.getEmails(accountId, [id]);
      if (!row) return missingThat('message');
      if (!(await store.noteOpened(access, 'message', id))) return refused;
      await record(caller, 'mail.read', { email, message: id, ...ofAddress({ email }) });
      const names = new Map((await store.listMailboxes(accountId)).map(({ mailboxId, name }) => [mailboxId, name]));
      const attachments = [...everyPart(row.root)]
        .filter(({ name, disposition }) => name !== undefined || disposition === 'attachment')
        .map(({ name = '', type, decodedSize }) => ({ name, type, size: decodedSize }));
      const { text } = await textOf({ blob: row.blob, prefix: row.prefix ?? Buffer.alloc(0) }, mostText);
      return {
        ok: true,
        value: {
          ...headOf(row),
          cc: people(row.headers.cc),
          mailboxes: row.mailboxIds.flatMap((mailboxId) => names.get(mailboxId) ?? []),
          ...{ text, attachments },
        },
      };
    }),
});

const headOf = (row: store.EmailHead): z.output<typeof headShape> => ({
  ...{ id: row.emailId, at: row.receivedAt, from: people(row.headers.from), to: people(row.headers.to), subject: row.subject },
  ...{ size: row.size, hasAttachment: row.hasAttachment, isSeen: (row.flags & Flag.seen) !== 0 },
});

const people = (addresses: StoredAddress[] | undefined): string =>
  (addresses ?? []).map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ');
