/** Messages that wait for a moderator: in the list's mailbox `Moderation`, each known by a word in a field in front of it. */
import { SieveMessage } from '#lib/sieve/run/message.ts';
import {
  commitMail,
  findMailboxByRole,
  getEmails,
  listMailboxes,
  moveMessages,
  openMailbox,
  readMessage,
  type EmailRow,
  type MailingList,
} from '#server/store/index.ts';
import { distribute } from './distribute.ts';

export const heldField = 'List-Held';
export const moderation = 'Moderation';

export interface HeldPost {
  word: string;
  from: string;
  subject: string;
  receivedAt: Date;
}

export async function heldPosts(list: Pick<MailingList, 'accountId'>): Promise<HeldPost[]> {
  return (await waiting(list.accountId)).flatMap(({ row }) => {
    const word = wordOf(row);
    return word === null ? [] : [{ word, from: row.headers.from?.[0]?.email ?? '', subject: row.subject, receivedAt: row.receivedAt }];
  });
}

/** Null: it is not there any more; somebody else has decided. */
export async function settleHeld(list: MailingList, word: string, accepts: boolean): Promise<HeldPost | null> {
  const { accountId } = list;
  const found = (await waiting(accountId)).find(({ row }) => wordOf(row) === word);
  const target = await findMailboxByRole(accountId, accepts && list.archive ? 'inbox' : 'trash');
  if (!found || !target) return null;
  const { row, mailboxId, uid } = found;
  // Moved first: who comes second finds nothing, and nobody gets it twice.
  const moved = await moveMessages(accountId, mailboxId, [uid], target.mailboxId);
  if (!moved.ok || moved.value.pairs.length === 0) return null;
  if (accepts) {
    const whole = await readMessage(row);
    const prefix = row.prefix ?? Buffer.alloc(0);
    const trace = Buffer.from(prefix.toString('latin1').replace(/^(?:Return-Path|List-Held):.*\r\n/gim, ''), 'latin1');
    const message = new SieveMessage(whole.subarray(prefix.length));
    const enqueue = await distribute({ list, message, trace, auth: null, now: new Date() });
    if (enqueue.length > 0) await commitMail({ enqueue });
  }
  return { word, from: row.headers.from?.[0]?.email ?? '', subject: row.subject, receivedAt: row.receivedAt };
}

async function waiting(accountId: number): Promise<{ row: EmailRow; mailboxId: number; uid: number }[]> {
  const box = (await listMailboxes(accountId)).find(({ name, role }) => name === moderation && role === null);
  const opened = box ? await openMailbox(accountId, box.mailboxId) : null;
  if (!box || !opened) return [];
  const rows = new Map((await getEmails(accountId, opened.emailIds)).map((row) => [row.emailId, row]));
  return opened.emailIds.flatMap((emailId, index) => {
    const [row, uid] = [rows.get(emailId), opened.uids[index]];
    return row && uid !== undefined ? [{ row, mailboxId: box.mailboxId, uid }] : [];
  });
}

const wordOf = ({ prefix }: EmailRow): string | null =>
  /^List-Held: ([0-9a-f]{12})\r$/m.exec(prefix?.toString('latin1') ?? '')?.[1] ?? null;
