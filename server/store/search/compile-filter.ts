/**
 * EmailFilter to SQL over `me` (a membership) and, where a condition needs it, `e` (its email). Every condition is true or false, never
 * null, so that `not` is its complement.
 */
import { bitOf, Flag } from '#lib/message/keywords.ts';
import type { EmailFilter } from '../contract.ts';
import type { CompileContext } from './compile-context.ts';
import { headerCondition } from './header-condition.ts';
import { inBrief } from './in-brief.ts';
import type { SqlParameters } from './sql-parameters.ts';
import { textCondition } from './text-condition.ts';

export interface Compiled {
  condition: string;
  /** Whether `condition` names `e`. */
  needsEmail: boolean;
}

export function compileFilter(filter: EmailFilter, context: CompileContext): Compiled {
  const condition = compile(filter, context);
  return { condition, needsEmail: /\be\./.test(condition) };
}

function compile(filter: EmailFilter, context: CompileContext): string {
  const { parameters, accountId } = context;
  const account = () => parameters.add(accountId, 'int');
  if ('all' in filter) return 'true';
  if ('and' in filter) return joined(filter.and, ' and ', 'true', context);
  if ('or' in filter) return joined(filter.or, ' or ', 'false', context);
  if ('not' in filter) return `not (${compile(filter.not, context)})`;
  if ('inMailbox' in filter) {
    return `exists (select from mailbox_email o where o.account_id = ${account()} and o.email_id = me.email_id
      and o.mailbox_id = ${parameters.add(filter.inMailbox, 'int')})`;
  }
  if ('inMailboxOtherThan' in filter) {
    return `exists (select from mailbox_email o where o.account_id = ${account()} and o.email_id = me.email_id
      and o.mailbox_id <> all(${parameters.add(filter.inMailboxOtherThan, 'int[]')}))`;
  }
  if ('uids' in filter) return uidCondition(filter.uids, parameters);
  if ('hasFlag' in filter) return flagCondition('me', filter.hasFlag, null, parameters);
  if ('hasKeyword' in filter) return keywordCondition('me', filter.hasKeyword, parameters);
  if ('threadKeyword' in filter) return threadCondition(filter, account(), parameters);
  if ('received' in filter) return between('me.received_at', filter.received, 'timestamptz', '<', parameters);
  if ('saved' in filter) return between('me.saved_at', filter.saved, 'timestamptz', '<', parameters);
  if ('sent' in filter) return between('e.sent_at', filter.sent, 'timestamptz', '<', parameters);
  if ('sentOn' in filter) return between('e.sent_on', filter.sentOn, 'date', '<=', parameters);
  if ('larger' in filter) return `me.size > ${parameters.add(filter.larger, 'bigint')}`;
  if ('smaller' in filter) return `me.size < ${parameters.add(filter.smaller, 'bigint')}`;
  if ('minSize' in filter) return `me.size >= ${parameters.add(filter.minSize, 'bigint')}`;
  if ('maxSize' in filter) return `me.size < ${parameters.add(filter.maxSize, 'bigint')}`; // RFC 8621 §4.4.1: less than
  if ('hasAttachment' in filter) return inBrief(`b.has_attachment = ${parameters.add(filter.hasAttachment, 'boolean')}`, context);
  if ('attachmentName' in filter) {
    const name = parameters.add(filter.attachmentName.toLowerCase(), 'text');
    return inBrief(`b.names is not null and exists (select from unnest(b.names) n where strpos(n, ${name}) > 0)`, context);
  }
  if ('modseq' in filter) return `me.modseq >= ${parameters.add(filter.modseq, 'bigint')}`; // RFC 7162 §3.1.5
  if ('emailIds' in filter) return `me.email_id = any(${parameters.add(filter.emailIds, 'bigint[]')})`;
  if ('threadIds' in filter) return `me.thread_id = any(${parameters.add(filter.threadIds, 'bigint[]')})`;
  if ('body' in filter || 'text' in filter) return textCondition(filter, context);
  return headerCondition(filter, context);
}

function joined(filters: EmailFilter[], word: ' and ' | ' or ', none: string, context: CompileContext): string {
  return filters.length === 0 ? none : `(${filters.map((filter) => compile(filter, context)).join(word)})`;
}

const highestUid = 2 ** 31 - 1; // mailbox_email.uid is an int4
const fewRanges = 20;

/** A few ranges are read from the primary key; many are a multirange, searched by halving. `*` may be any number above the highest UID. */
function uidCondition(ranges: [from: number, to: number][], parameters: SqlParameters): string {
  const real = ranges
    .filter(([from, to]) => from <= highestUid && from <= to)
    .map(([from, to]) => [from, Math.min(to, highestUid)] as const);
  if (real.length === 0) return 'false';
  if (real.length > fewRanges) {
    return `me.uid::bigint <@ ${parameters.add(`{${real.map(([from, to]) => `[${from},${to}]`).join(',')}}`, 'int8multirange')}`;
  }
  const conditions = real.map(([from, to]) => `me.uid between ${parameters.add(from, 'int')} and ${parameters.add(to, 'int')}`);
  return `(${conditions.join(' or ')})`;
}

/** `row` holds `flags` and `keywords`. */
export function keywordCondition(row: string, keyword: string, parameters: SqlParameters): string {
  const bit = bitOf(keyword);
  return bit === undefined ? flagCondition(row, 0, keyword.toLowerCase(), parameters) : flagCondition(row, bit, null, parameters);
}

function flagCondition(row: string, flag: number, keyword: string | null, parameters: SqlParameters): string {
  if (keyword !== null) return `coalesce(${parameters.add(keyword, 'text')} = any(${row}.keywords), false)`;
  const bits = parameters.add(flag, 'int');
  return `${row}.flags & ${bits} = ${bits}`;
}

/** RFC 8621 §4.4.1: over every email of the thread, wherever it is. */
function threadCondition(
  { threadKeyword, flag, keyword }: Extract<EmailFilter, { threadKeyword: unknown }>,
  account: string,
  parameters: SqlParameters,
): string {
  const has = flagCondition('t', flag & ~Flag.deleted, flag ? null : (keyword?.toLowerCase() ?? ''), parameters);
  const some = (condition: string) => `exists (
    select from email te join mailbox_email t on t.account_id = te.account_id and t.email_id = te.email_id
    where te.account_id = ${account} and te.thread_id = me.thread_id and ${condition})`;
  if (threadKeyword === 'all') return `not ${some(`not (${has})`)}`;
  return threadKeyword === 'some' ? some(has) : `not ${some(has)}`;
}

function between(
  column: string,
  range: { from?: Date | string; to?: Date | string },
  type: string,
  upper: '<' | '<=',
  parameters: SqlParameters,
): string {
  const conditions = [
    ...(range.from === undefined ? [] : [`${column} >= ${parameters.add(range.from, type)}`]),
    ...(range.to === undefined ? [] : [`${column} ${upper} ${parameters.add(range.to, type)}`]),
  ];
  return conditions.length === 0 ? `${column} is not null` : `coalesce(${conditions.join(' and ')}, false)`;
}
