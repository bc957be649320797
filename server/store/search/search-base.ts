/** What a search ranges over: the messages of one mailbox, or the distinct emails of an account. */
import type { EmailFilter } from '../contract.ts';
import type { SqlParameters } from './sql-parameters.ts';

export interface SearchBase {
  accountId: number;
  /** Null: every email of the account. */
  mailboxId: number | null;
  /** Only memberships in other mailboxes than these. */
  otherThan?: number[];
  /** Only these emails: an array literal of ids, few enough to be looked up one by one. */
  among?: string;
}

/**
 * FROM and WHERE of a statement over `me`, with `e` joined when it is needed. An email has a row for each of its memberships: whoever wants
 * emails takes the first of each.
 */
export function fromBase(base: SearchBase, parameters: SqlParameters, needsEmail: boolean): { from: string; where: string } {
  const account = parameters.add(base.accountId, 'int');
  const join = needsEmail ? ' join email e on e.account_id = me.account_id and e.email_id = me.email_id' : '';
  const conditions = [`me.account_id = ${account}`];
  if (base.mailboxId !== null) conditions.push(`me.mailbox_id = ${parameters.add(base.mailboxId, 'int')}`);
  if (base.otherThan) conditions.push(`me.mailbox_id <> all(${parameters.add(base.otherThan, 'int[]')})`);
  if (base.among === undefined) return { from: `mailbox_email me${join}`, where: conditions.join(' and ') };
  // `offset 0`: one look-up each, whatever the planner thinks of the account.
  const one = `select * from mailbox_email o where o.account_id = ${account} and o.email_id = k.id offset 0`;
  const ids = `unnest(${parameters.add(base.among, 'bigint[]')}) as k(id)`;
  return { from: `${ids} cross join lateral (${one}) me${join}`, where: conditions.join(' and ') };
}

/** What a filter asks of every email for sure is taken out of it, and what the search ranges over is the smaller for it. */
export function splitBase(accountId: number, filter: EmailFilter): { base: SearchBase; rest: EmailFilter } {
  const { mailboxId, rest } = splitMailbox(filter);
  const base: SearchBase = { accountId, mailboxId };
  if (mailboxId !== null) return { base, rest };
  if ('inMailboxOtherThan' in rest) return { base: { ...base, otherThan: rest.inMailboxOtherThan }, rest: { all: true } };
  if (!('and' in rest)) return { base, rest };
  // One alone: two may be met by two memberships.
  const at = rest.and.findIndex((one) => 'inMailboxOtherThan' in one);
  const found = rest.and[at];
  if (!found || !('inMailboxOtherThan' in found)) return { base, rest };
  return { base: { ...base, otherThan: found.inMailboxOtherThan }, rest: { and: rest.and.filter((_, index) => index !== at) } };
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
