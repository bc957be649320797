/**
 * Substrings of headers (RFC 9051 §6.4.4: FROM, TO, CC, BCC, SUBJECT, HEADER), in the decoded value kept with the email, those that are
 * asked for most in its narrow copy. What few messages have, `text-plan.ts` finds beforehand by the trigram index over `email_text.hdr`;
 * other headers it reads from the message.
 */
import type { EmailFilter } from '../contract.ts';
import type { CompileContext } from './compile-context.ts';
import { briefColumns, inBrief } from './in-brief.ts';
import { anywhere, fold, foldSql } from './words.ts';

export type HeaderFilter = Extract<
  EmailFilter,
  { header: string } | { from: string } | { to: string } | { cc: string } | { bcc: string } | { subject: string }
>;

export function headerCondition(filter: HeaderFilter, context: CompileContext): string {
  const { parameters, plan } = context;
  const { name, value } = nameAndValue(filter);
  const column = columnOf(name);
  const among = () => `me.email_id = any(${parameters.add(plan.headers.get(headerKey(name, value)) ?? '{}', 'bigint[]')})`;
  if (!column) return among();
  if (value === '') return column.exists;
  const brief = briefColumns[name];
  if (brief) {
    if (plan.headers.has(headerKey(name, value))) return among();
    return inBrief(`strpos(b.${brief}, ${parameters.add(fold(value), 'text')}) > 0`, context);
  }
  const exact = `coalesce(${foldSql(column.text)} like ${parameters.add(anywhere(fold(value)), 'text')}, false)`;
  return isIndexed(filter) ? `(${among()} and ${exact})` : exact;
}

/** Does the trigram index of `email_text.hdr` know candidates? Below three characters there is no trigram. */
export function isIndexed(filter: HeaderFilter): boolean {
  const { name, value } = nameAndValue(filter);
  return Boolean(columnOf(name)?.indexed) && [...fold(value)].length >= 3;
}

/** Headers that are kept decoded with the email; all others are read from the message. */
export function isKept(filter: HeaderFilter): boolean {
  return columnOf(nameAndValue(filter).name) !== null;
}

export function nameAndValue(filter: HeaderFilter): { name: string; value: string } {
  if ('header' in filter) return { name: filter.header.toLowerCase(), value: filter.value };
  const [[name = '', value = ''] = []] = Object.entries(filter) as [string, string][];
  return { name, value };
}

export const headerKey = (name: string, value: string): string => `${name}:${fold(value)}`;

const idProperties: Record<string, string> = { 'message-id': 'messageId', 'in-reply-to': 'inReplyTo', references: 'references' };
const addressProperties: Record<string, string> = { from: 'from', to: 'to', cc: 'cc', bcc: 'bcc', sender: 'sender', 'reply-to': 'replyTo' };

interface Column {
  /** SQL of the header's decoded value, and of whether it is there. */
  text: string;
  exists: string;
  /** Whether `email_text.hdr` holds the same text (`index-emails.ts`). */
  indexed: boolean;
}

function columnOf(name: string): Column | null {
  if (name === 'subject') return { text: 'e.subject', exists: `e.subject <> ''`, indexed: true };
  const ids = idProperties[name];
  if (ids) {
    const text = `(select string_agg('<' || i || '>', ' ') from jsonb_array_elements_text(e.hdr->'${ids}') i)`;
    return { text, exists: `e.hdr ? '${ids}'`, indexed: ids === 'messageId' };
  }
  const property = addressProperties[name];
  if (!property) return null;
  // As a person reads them: `Name <address>, …`.
  const text = `(select string_agg(coalesce(a->>'name', '') || ' <' || (a->>'email') || '>', ', ')
    from jsonb_array_elements(e.hdr->'${property}') a)`;
  return { text, exists: `e.hdr ? '${property}'`, indexed: true };
}
