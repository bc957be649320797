/**
 * The search box's language (ux, section 8) as a JMAP filter: words and "phrases", operators, `-` and NOT, OR, parentheses. What is not
 * understood is looked for as it stands; a search never fails for its spelling. Pure: the day and the zone are passed in.
 */
import { instantOf, wallTimeOf } from '#lib/date/zoned-time.ts';
import { tokensOf, type Token } from './query-tokens.ts';

export type Filter = Record<string, unknown>;

export interface QueryContext {
  mailboxId: (name: string) => string | undefined;
  now: Date;
  /** IANA name: a day begins there. */
  zone: string;
}

export function parseQuery(query: string, context: QueryContext): Filter {
  const tokens = tokensOf(query);
  const found: Filter[] = [];
  const reader = { at: 0, tokens, context };
  while (reader.at < tokens.length) {
    const filter = readOr(reader);
    if (filter) found.push(filter);
    if (tokens[reader.at]?.kind === 'close') reader.at++; // one too many
  }
  return joined('AND', found);
}

interface Reader {
  at: number;
  tokens: readonly Token[];
  context: QueryContext;
}

function readOr(reader: Reader): Filter | null {
  const sides = [readAnd(reader)];
  while (reader.tokens[reader.at]?.kind === 'or') {
    reader.at++;
    sides.push(readAnd(reader));
  }
  const filled = sides.filter((side) => side !== null);
  return filled.length === 0 ? null : joined('OR', filled);
}

/** Side by side means both; OR binds less. */
function readAnd(reader: Reader): Filter | null {
  const conditions: Filter[] = [];
  for (let token = reader.tokens[reader.at]; token && token.kind !== 'or' && token.kind !== 'close'; token = reader.tokens[reader.at]) {
    const condition = readOne(reader);
    if (condition) conditions.push(condition);
  }
  return conditions.length === 0 ? null : joined('AND', conditions);
}

function readOne(reader: Reader): Filter | null {
  const token = reader.tokens[reader.at++];
  if (!token) return null;
  if (token.kind === 'not') {
    const next = reader.tokens[reader.at];
    const negated = next && next.kind !== 'or' && next.kind !== 'close' ? readOne(reader) : null;
    return negated && not(negated);
  }
  if (token.kind === 'open') {
    const inner = readOr(reader);
    if (reader.tokens[reader.at]?.kind === 'close') reader.at++;
    return inner;
  }
  if (token.value === '' && token.key === '') return null;
  const condition = conditionOf(token, reader.context);
  return condition && (token.negated ? not(condition) : condition);
}

const not = (condition: Filter): Filter => ({ operator: 'NOT', conditions: [condition] });
const joined = (operator: 'AND' | 'OR', conditions: Filter[]): Filter =>
  conditions.length === 0 ? {} : conditions.length === 1 ? (conditions[0] ?? {}) : { operator, conditions };

const flags: Record<string, Filter> = {
  unread: { notKeyword: '$seen' },
  read: { hasKeyword: '$seen' },
  starred: { hasKeyword: '$flagged' },
  unstarred: { notKeyword: '$flagged' },
  answered: { hasKeyword: '$answered' },
  forwarded: { hasKeyword: '$forwarded' },
  draft: { hasKeyword: '$draft' },
  muted: { hasKeyword: '$muted' },
};

/** Null for an operator that has no value yet, or one that makes no sense: it does not narrow the search. */
function conditionOf({ key, value, isPhrase }: Token, context: QueryContext): Filter | null {
  const text = isPhrase ? `"${value}"` : value; // RFC 8621 §4.4.1: quotation marks make a phrase
  if (value === '') return null;
  switch (key) {
    case 'from':
    case 'to':
    case 'cc':
    case 'bcc':
    case 'subject':
      return { [key]: text };
    case 'has':
      return /^attachments?$/i.test(value) ? { hasAttachment: true } : null;
    case 'filename':
      return { attachmentName: value };
    case 'is':
      return flags[value.toLowerCase()] ?? null;
    case 'in':
    case 'label': {
      if (/^(?:anywhere|all)$/i.test(value)) return {};
      return { inMailbox: context.mailboxId(value) ?? 'none' };
    }
    case 'before':
    case 'after': {
      const day = dayOf(value, context);
      return day && { [key]: day.toISOString() };
    }
    case 'older_than':
    case 'newer_than': {
      const at = spanBefore(value, context);
      return at && { [key === 'older_than' ? 'before' : 'after']: at.toISOString() };
    }
    case 'larger':
    case 'smaller': {
      const size = sizeOf(value);
      return size === null ? null : { [key === 'larger' ? 'minSize' : 'maxSize']: size };
    }
    case 'list':
      return { header: ['List-Id', value] };
    case 'shared':
      return null; // in whose mail is looked: said by the account that is asked (shared.ts)
    case '':
      return { text };
  }
}

/** 5M is five mebibytes, as mail programs count. */
function sizeOf(value: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kmg]?)b?$/i.exec(value);
  const unit = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[(match?.[2] ?? '').toLowerCase()] ?? 1;
  return match ? Math.round(Number(match[1]) * unit) : null;
}

/** 2026-01-02, 2026/1/2, 2026-01, 2026: the beginning of that day, month or year. */
function dayOf(value: string, { zone, now }: QueryContext): Date | null {
  const today = wallTimeOf(now, zone);
  if (/^(?:today|yesterday)$/i.test(value)) {
    return instantOf({ ...today, day: today.day - (value.toLowerCase() === 'yesterday' ? 1 : 0), hour: 0, minute: 0 }, zone);
  }
  const match = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?$/.exec(value);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)];
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  return instantOf({ year, month, day, hour: 0, minute: 0 }, zone);
}

function spanBefore(value: string, { now }: QueryContext): Date | null {
  const match = /^(\d{1,5})([hdwmy])$/i.exec(value);
  const hours = { h: 1, d: 24, w: 168, m: 730, y: 8766 }[(match?.[2] ?? '').toLowerCase()];
  return match && hours ? new Date(now.getTime() - Number(match[1]) * hours * 3_600_000) : null;
}

/** Words to be marked in what was found. */
export function plainWords(query: string): string[] {
  return tokensOf(query)
    .filter(({ kind, key, negated }) => kind === 'word' && !negated && ['', 'subject', 'from', 'to'].includes(key))
    .map(({ value }) => value);
}

/** Who shares the mail that is searched (`shared:alice@crepes.fr`); undefined: it is one's own. */
export const ownerIn = (query: string): string | undefined =>
  tokensOf(query)
    .find(({ key, negated, value }) => key === 'shared' && !negated && value !== '')
    ?.value.toLowerCase();

/** Whether the query says where: else Junk and Trash are left out. */
export const namesPlace = (query: string): boolean => tokensOf(query).some(({ key }) => key === 'in' || key === 'label');
