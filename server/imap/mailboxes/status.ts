/** The STATUS line of a mailbox, from its counters (RFC 9051 §6.3.11). */
import { mailboxWireId } from '#lib/ids.ts';
import type { StatusItem } from '#lib/imap/status-items.ts';
import { config } from '#server/config/config.ts';
import { searchUids, type Mailbox } from '#server/store/index.ts';
import { wireName, type NamedMailbox } from './tree.ts';

export async function statusLine(
  accountId: number,
  { mailbox, path }: Pick<NamedMailbox, 'mailbox' | 'path'>,
  items: StatusItem[],
): Promise<string> {
  const values: string[] = [];
  for (const item of items) values.push(`${item} ${await valueOf(item, accountId, mailbox)}`);
  return `STATUS ${wireName(path)} (${values.join(' ')})`;
}

async function valueOf(item: StatusItem, accountId: number, mailbox: Mailbox): Promise<number | string> {
  switch (item) {
    case 'MESSAGES':
      return mailbox.total;
    case 'RECENT':
      return countRecent(accountId, mailbox);
    case 'UIDNEXT':
      return mailbox.uidnext;
    case 'UIDVALIDITY':
      return mailbox.uidvalidity;
    case 'UNSEEN':
      return mailbox.unseen;
    case 'DELETED':
      return mailbox.deleted;
    case 'SIZE':
      return mailbox.bytes;
    case 'HIGHESTMODSEQ':
      return mailbox.modseq;
    case 'APPENDLIMIT':
      return config().maxMessageSize;
    case 'MAILBOXID':
      return `(${mailboxWireId(accountId, mailbox.mailboxId)})`;
  }
}

async function countRecent(accountId: number, mailbox: Mailbox): Promise<number> {
  const from = mailbox.recentUid + 1;
  if (from >= mailbox.uidnext) return 0;
  return (await searchUids(accountId, mailbox.mailboxId, { uids: [[from, mailbox.uidnext - 1]] })).length;
}
