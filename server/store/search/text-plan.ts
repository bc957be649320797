/**
 * Before a search over text: nothing committed may be missed. Texts longer than what is indexed, and headers that are not kept with the
 * email, are looked up in the messages themselves, among those that the other conditions leave.
 */
import type { PoolClient } from 'pg';
import { readMessage } from '../blobs/read-blob.ts';
import type { EmailFilter } from '../contract.ts';
import type { TextPlan } from './compile-context.ts';
import { compileFilter } from './compile-filter.ts';
import { headerKey, isKept, nameAndValue, type HeaderFilter } from './header-condition.ts';
import { headerValues } from './header-values.ts';
import { fullText } from './full-text.ts';
import { fromBase, type SearchBase } from './search-base.ts';
import { SqlParameters } from './sql-parameters.ts';
import { isAmong, needlesOf, textKey, type TextFilter } from './text-condition.ts';
import { anywhere, fold } from './words.ts';

/** Up to so many candidates an exact search scans every text; above it looks for words and prefixes. */
export const mostScanned = 5000;

/** Octets; below it `searchableText` keeps the whole header section. */
const longHeader = 16_000;

/** Conditions that `email_text` or the message itself answer. */
export function textLeaves(filter: EmailFilter): (TextFilter | HeaderFilter)[] {
  if ('and' in filter) return filter.and.flatMap(textLeaves);
  if ('or' in filter) return filter.or.flatMap(textLeaves);
  if ('not' in filter) return textLeaves(filter.not);
  const isText = 'body' in filter || 'text' in filter;
  const isHeader = ['header', 'from', 'to', 'cc', 'bcc', 'subject'].some((name) => name in filter);
  return isText || isHeader ? [filter as TextFilter | HeaderFilter] : [];
}

export async function planText(client: PoolClient, base: SearchBase, filter: EmailFilter): Promise<TextPlan> {
  const plan: TextPlan = { scan: true, longHits: new Map(), headerHits: new Map() };
  const leaves = textLeaves(filter);
  const texts = leaves.filter((leaf): leaf is TextFilter => 'body' in leaf || 'text' in leaf);
  const headers = leaves.filter((leaf): leaf is HeaderFilter => !('body' in leaf || 'text' in leaf)).filter((leaf) => !isKept(leaf));
  if (texts.some((leaf) => leaf.exact)) {
    plan.scan = (await candidates(client, base, filter, 'me.email_id', () => '', mostScanned + 1)).length <= mostScanned;
  }
  if (texts.length > 0) await readLongTexts(client, base, filter, texts, plan);
  if (headers.length > 0) await readHeaders(client, base, filter, headers, plan);
  return plan;
}

interface Message {
  id: number;
  blob: Buffer;
  prefix: Buffer | null;
  headerSize: number;
}
const messageColumns = 'distinct me.email_id as id, e.blob, e.prefix, e.header_size as "headerSize"';

async function readLongTexts(
  client: PoolClient,
  base: SearchBase,
  filter: EmailFilter,
  texts: TextFilter[],
  plan: TextPlan,
): Promise<void> {
  const needles = texts.flatMap(needlesOf);
  for (const needle of needles) plan.longHits.set(textKey(needle), []);
  const truncated = () =>
    'exists (select from email_text t where t.account_id = me.account_id and t.email_id = me.email_id and t.truncated)';
  for (const message of await candidates<Message>(client, base, filter, messageColumns, truncated)) {
    const { hdr, body } = await fullText(base.accountId, message);
    for (const needle of needles) {
      const hit = body.includes(needle.folded) || (needle.headers && hdr.includes(needle.folded));
      if (hit) plan.longHits.get(textKey(needle))?.push(message.id);
    }
  }
}

async function readHeaders(
  client: PoolClient,
  base: SearchBase,
  filter: EmailFilter,
  leaves: HeaderFilter[],
  plan: TextPlan,
): Promise<void> {
  const wanted = leaves.map(nameAndValue);
  for (const { name, value } of wanted) plan.headerHits.set(headerKey(name, value), []);
  // The index holds all headers, `name: value` a line, but for the end of very long sections.
  const indexed = (parameters: SqlParameters) => {
    const account = parameters.add(base.accountId, 'int');
    const like = (text: string) => `t.hdr like ${parameters.add(anywhere(text), 'text')}`;
    const held = wanted.map(({ name, value }) => `(${like(`\n${name}:`)} and ${like(fold(value))})`).join(' or ');
    return `(e.header_size > ${longHeader} or ${isAmong(`select t.email_id from email_text t where t.account_id = ${account} and (${held})`)})`;
  };
  for (const message of await candidates<Message>(client, base, filter, messageColumns, indexed)) {
    const section = await readMessage(message, 0, message.headerSize);
    for (const { name, value } of wanted) {
      const hit = headerValues(section, name).some((text) => fold(text).includes(fold(value)));
      if (hit) plan.headerHits.get(headerKey(name, value))?.push(message.id);
    }
  }
}

/** What the other conditions leave: text conditions count as met, also under `not`. */
async function candidates<T extends object>(
  client: PoolClient,
  base: SearchBase,
  filter: EmailFilter,
  columns: string,
  extra: (parameters: SqlParameters) => string,
  limit = 1_000_000,
): Promise<T[]> {
  const parameters = new SqlParameters();
  const plan: TextPlan = { scan: false, longHits: new Map(), headerHits: new Map() };
  const { condition } = compileFilter(relaxed(filter, true), { accountId: base.accountId, parameters, plan });
  const needsEmail = /\be\./.test(`${columns} ${condition}`);
  const { from, where } = fromBase(base, parameters, needsEmail);
  const all = [where, condition, extra(parameters)].filter(Boolean).join(' and ');
  const { rows } = await client.query<T>(`select ${columns} from ${from} where ${all} limit ${limit}`, parameters.values);
  return rows;
}

function relaxed(filter: EmailFilter, met: boolean): EmailFilter {
  if ('and' in filter) return { and: filter.and.map((one) => relaxed(one, met)) };
  if ('or' in filter) return { or: filter.or.map((one) => relaxed(one, met)) };
  if ('not' in filter) return { not: relaxed(filter.not, !met) };
  if (textLeaves(filter).length === 0) return filter;
  return met ? { all: true } : { not: { all: true } };
}
