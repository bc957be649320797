/** What a search ranges over: the messages of one mailbox, or the distinct emails of an account. */
import type { EmailFilter } from '../contract.ts';
import type { SqlParameters } from './sql-parameters.ts';

export interface SearchBase {
  accountId: number;
  /** Null: every email of the account. */
  mailboxId: number | null;
  /** An email counts once, however many memberships it has. False for IMAP, whose messages are the memberships. */
  distinct: boolean;
}

/** FROM and WHERE of a statement over `me`, with `e` joined when it is needed. */
export function fromBase(base: SearchBase, parameters: SqlParameters, needsEmail: boolean): { from: string; where: string } {
  const account = parameters.add(base.accountId, 'int');
  const mailbox = base.mailboxId === null ? null : parameters.add(base.mailboxId, 'int');
  const join = ' join email e on e.account_id = me.account_id and e.email_id = me.email_id';
  const conditions = [`me.account_id = ${account}`];
  if (mailbox) conditions.push(`me.mailbox_id = ${mailbox}`);
  if (base.distinct) {
    const same = mailbox ? `o.mailbox_id = ${mailbox} and o.uid < me.uid` : '(o.mailbox_id, o.uid) < (me.mailbox_id, me.uid)';
    conditions.push(`not exists (select from mailbox_email o where o.account_id = ${account} and o.email_id = me.email_id and ${same})`);
  }
  return { from: `mailbox_email me${needsEmail ? join : ''}`, where: conditions.join(' and ') };
}

/** Takes one `inMailbox` that must hold out of a filter: the search then ranges over that mailbox alone. */
export function splitMailbox(filter: EmailFilter): { mailboxId: number | null; rest: EmailFilter } {
  if ('inMailbox' in filter) return { mailboxId: filter.inMailbox, rest: { all: true } };
  if (!('and' in filter)) return { mailboxId: null, rest: filter };
  for (const [n, one] of filter.and.entries()) {
    const { mailboxId, rest } = splitMailbox(one);
    if (mailboxId === null) continue;
    const others = filter.and.filter((_, index) => index !== n);
    return { mailboxId, rest: 'all' in rest ? (others.length === 0 ? rest : { and: others }) : { and: [...others, rest] } };
  }
  return { mailboxId: null, rest: filter };
}
