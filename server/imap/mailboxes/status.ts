/** The STATUS line of a mailbox, from its counters (RFC 9051 §6.3.11). */
import { mailboxWireId } from '#lib/ids.ts';
import type { StatusItem } from '#lib/imap/requests/status-items.ts';
import { config } from '#server/config/config.ts';
import { deletedBytes, searchUids, type Mailbox } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { wireName, type Place } from './tree.ts';

export async function statusLine(session: Session, { accountId, mailbox, path }: Place, items: readonly StatusItem[]): Promise<string> {
  const values: string[] = [];
  for (const item of items) values.push(`${item} ${await valueOf(item, accountId, mailbox, session.rev2)}`);
  return `STATUS ${wireName(session, path)} (${values.join(' ')})`;
}

async function valueOf(item: StatusItem, accountId: number, mailbox: Mailbox, rev2: boolean): Promise<number | string> {
  switch (item) {
    case 'MESSAGES':
      return mailbox.total;
    case 'RECENT':
      return rev2 ? 0 : countRecent(accountId, mailbox);
    case 'UIDNEXT':
      return mailbox.uidnext;
    case 'UIDVALIDITY':
      return mailbox.uidvalidity;
    case 'UNSEEN':
      return mailbox.unseen;
    case 'DELETED':
      return mailbox.deleted;
    case 'DELETED-STORAGE':
      return mailbox.deleted === 0 ? 0 : Math.ceil((await deletedBytes(accountId, mailbox.mailboxId)) / 1024);
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
