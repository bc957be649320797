/**
 * Before a search over text: nothing committed may be missed. Texts longer than what is indexed, and headers that are not kept with the
 * email, are looked up in the messages themselves, among those that the other conditions leave.
 */
import type { PoolClient } from 'pg';
import { readMessage } from '../blobs/read-blob.ts';
import type { EmailFilter } from '../contract.ts';
import { numbersIn } from '../reads/open-mailbox.ts';
import type { TextPlan } from './compile-context.ts';
import { compileFilter } from './compile-filter.ts';
import { headerKey, isIndexed, isKept, nameAndValue, type HeaderFilter } from './header-condition.ts';
import { headerValues } from './header-values.ts';
import { fullText } from './full-text.ts';
import { fromBase, type SearchBase } from './search-base.ts';
import { SqlParameters } from './sql-parameters.ts';
import { needlesOf, textKey, type Needle, type TextFilter } from './text-condition.ts';
import { briefColumns } from './in-brief.ts';
import { briefHits, headerHits, headerLines, longerTexts, textHits } from './text-hits.ts';
import { fold } from './words.ts';

/** Up to so many candidates an exact search scans every text; above it looks for words and prefixes. */
export const mostScanned = 5000;

/** Octets; below it `searchableText` keeps the whole header section. */
const longHeader = 16_000;

/** Whether a filter asks for anything that the indexer writes. */
export function needsIndex(filter: EmailFilter): boolean {
  if ('and' in filter) return filter.and.some(needsIndex);
  if ('or' in filter) return filter.or.some(needsIndex);
  if ('not' in filter) return needsIndex(filter.not);
  return 'hasAttachment' in filter || 'attachmentName' in filter || textLeaves(filter).length > 0;
}

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
  const plan: TextPlan = { texts: new Map(), headers: new Map() };
  const leaves = textLeaves(filter);
  const texts = leaves.filter((leaf): leaf is TextFilter => 'body' in leaf || 'text' in leaf);
  const headers = leaves.filter((leaf): leaf is HeaderFilter => !('body' in leaf || 'text' in leaf));
  if (texts.length > 0) await findTexts(client, base, filter, texts.flatMap(needlesOf), plan);
  for (const leaf of headers.filter(isIndexed)) {
    const { name, value } = nameAndValue(leaf);
    const hits = await (briefColumns[name]
      ? briefHits(client, base.accountId, briefColumns[name], fold(value))
      : headerHits(client, base.accountId, [fold(value)]));
    if (hits !== null) plan.headers.set(headerKey(name, value), hits);
  }
  const others = headers.filter((leaf) => !isKept(leaf)).map(nameAndValue);
  for (const header of others) await readHeaders(client, base, filter, header, plan);
  return plan;
}

interface Message {
  id: number;
  blob: Buffer;
  prefix: Buffer | null;
  headerSize: number;
}
const messageColumns = 'distinct me.email_id as id, e.blob, e.prefix, e.header_size as "headerSize"';

async function findTexts(client: PoolClient, base: SearchBase, filter: EmailFilter, needles: Needle[], plan: TextPlan): Promise<void> {
  let among: number[] | null = null;
  if (needles.some(({ exact }) => exact)) {
    const left = await candidates<{ id: number }>(client, base, filter, 'distinct me.email_id as id', () => '', mostScanned + 1);
    if (left.length <= mostScanned) among = left.map(({ id }) => id);
  }
  for (const needle of needles) plan.texts.set(textKey(needle), await textHits(client, base.accountId, needle, among));
  const longer = await longerTexts(client, base.accountId);
  if (longer === '{}') return;
  const truncated = (parameters: SqlParameters) => `me.email_id = any(${parameters.add(longer, 'bigint[]')})`;
  for (const message of await candidates<Message>(client, base, filter, messageColumns, truncated)) {
    const { hdr, body } = await fullText(base.accountId, message);
    for (const needle of needles) {
      const hit = body.includes(needle.folded) || (needle.headers && hdr.includes(needle.folded));
      if (hit) plan.texts.set(textKey(needle), withId(plan.texts.get(textKey(needle)), message.id));
    }
  }
}

/** The index holds all headers, `name: value` a line, but for the end of very long sections; the message itself decides. */
async function readHeaders(
  client: PoolClient,
  base: SearchBase,
  filter: EmailFilter,
  { name, value }: { name: string; value: string },
  plan: TextPlan,
): Promise<void> {
  const held = await headerHits(client, base.accountId, [`\n${name}:`, fold(value)]);
  const sure = await headerLines(client, base.accountId, held, name, fold(value));
  const likely = (parameters: SqlParameters) =>
    `(e.header_size > ${longHeader} or me.email_id = any(${parameters.add(held, 'bigint[]')})) and me.email_id <> all(${parameters.add(sure, 'bigint[]')})`;
  const hits = numbersIn(sure.slice(1, -1));
  for (const message of await candidates<Message>(client, base, filter, messageColumns, likely)) {
    const section = await readMessage(message, 0, message.headerSize);
    if (headerValues(section, name).some((text) => fold(text).includes(fold(value)))) hits.push(message.id);
  }
  plan.headers.set(headerKey(name, value), `{${hits.join()}}`);
}

/** Octets of an array literal: some 10,000 ids. Above, the rows of the account are read in one go. */
const fewOctets = 70_000;

/** The shortest list of emails that a filter leaves for sure; undefined when there is none, or it is long. */
export function fewest(filter: EmailFilter, plan: TextPlan): string | undefined {
  const lists = ('and' in filter ? filter.and : [filter]).flatMap((one): string[] => {
    if ('body' in one || 'text' in one) return needlesOf(one).flatMap((needle) => plan.texts.get(textKey(needle)) ?? []);
    if (textLeaves(one).length === 0 || 'and' in one || 'or' in one || 'not' in one) return [];
    const { name, value } = nameAndValue(one as HeaderFilter);
    return [plan.headers.get(headerKey(name, value)) ?? []].flat();
  });
  const [shortest] = lists.sort((one, two) => one.length - two.length);
  return shortest !== undefined && shortest.length < fewOctets ? shortest : undefined;
}

function withId(list: string | undefined, id: number): string {
  return list === undefined || list === '{}' ? `{${id}}` : `${list.slice(0, -1)},${id}}`;
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
  const plan: TextPlan = { texts: new Map(), headers: new Map() };
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
