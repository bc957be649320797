/** From the filter of Email/query (RFC 8621 §4.4.1) to the store's condition tree. */
import { z } from 'zod';
import { parseMailboxWireId } from '#lib/ids.ts';
import { readSearchText } from '#lib/jmap/search-text.ts';
import { bitOf } from '#lib/message/keywords.ts';
import type { EmailFilter } from '#server/store/index.ts';
import { unsignedInt, utcDate } from '../shapes.ts';
import { readFilter } from '../standard/filter.ts';

/** RFC 8620 §5.5: a date may be written with any offset; a Date of a filter is a UTCDate, the leniency costs nothing. */
const date = utcDate;
const keyword = z.string().min(1).max(255);
const condition = z.strictObject({
  inMailbox: z.string().optional(),
  inMailboxOtherThan: z.array(z.string()).optional(),
  before: date.optional(),
  after: date.optional(),
  minSize: unsignedInt.optional(),
  maxSize: unsignedInt.optional(),
  allInThreadHaveKeyword: keyword.optional(),
  someInThreadHaveKeyword: keyword.optional(),
  noneInThreadHaveKeyword: keyword.optional(),
  hasKeyword: keyword.optional(),
  notKeyword: keyword.optional(),
  hasAttachment: z.boolean().optional(),
  /** Ours: part of a file's name. */
  attachmentName: z.string().optional(),
  text: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  cc: z.string().optional(),
  bcc: z.string().optional(),
  subject: z.string().optional(),
  body: z.string().optional(),
  header: z.array(z.string()).min(1).max(2).optional(),
});
type Condition = z.output<typeof condition>;

/** Throws unsupportedFilter for a condition that we do not know, invalidArguments for one of a wrong type. */
export function compileFilter(accountId: number, filter: Record<string, unknown> | null | undefined): EmailFilter {
  return readFilter<typeof condition, EmailFilter>(filter, {
    condition,
    make: (given) => all(compileCondition(accountId, given)),
    all,
    any: (parts) => ({ or: parts }),
    not: (part) => ({ not: part }),
  });
}

/** No mailbox has this id: the condition matches nothing. */
const nothing: EmailFilter = { or: [] };

function all(filters: EmailFilter[]): EmailFilter {
  const [first, ...more] = filters;
  if (!first) return { all: true };
  return more.length === 0 ? first : { and: filters };
}

function compileCondition(accountId: number, given: Condition): EmailFilter[] {
  const filters: EmailFilter[] = [];
  const add = <T>(value: T | undefined, make: (value: T) => EmailFilter) => {
    if (value !== undefined) filters.push(make(value));
  };
  add(given.inMailbox, (id) => {
    const mailbox = parseMailboxWireId(accountId, id);
    return mailbox === null ? nothing : { inMailbox: mailbox };
  });
  add(given.inMailboxOtherThan, (ids) => ({
    inMailboxOtherThan: ids.map((id) => parseMailboxWireId(accountId, id)).filter((mailbox) => mailbox !== null),
  }));
  if (given.before !== undefined || given.after !== undefined)
    filters.push({
      received: {
        ...(given.after === undefined ? {} : { from: new Date(given.after) }),
        ...(given.before === undefined ? {} : { to: new Date(given.before) }),
      },
    });
  add(given.minSize, (size) => ({ minSize: size }));
  add(given.maxSize, (size) => ({ maxSize: size }));
  add(given.allInThreadHaveKeyword, (name) => threadKeyword('all', name));
  add(given.someInThreadHaveKeyword, (name) => threadKeyword('some', name));
  add(given.noneInThreadHaveKeyword, (name) => threadKeyword('none', name));
  add(given.hasKeyword, hasKeyword);
  add(given.notKeyword, (name) => ({ not: hasKeyword(name) }));
  add(given.hasAttachment, (value) => ({ hasAttachment: value }));
  add(given.attachmentName, (name) => ({ attachmentName: withoutNul(name) }));
  add(given.text, (text) => inText(text, (words, exact) => ({ text: words, exact })));
  add(given.body, (text) => inText(text, (words, exact) => ({ body: words, exact })));
  for (const field of ['from', 'to', 'cc', 'bcc', 'subject'] as const)
    add(given[field], (text) => inHeader(text, (token) => ({ [field]: token }) as EmailFilter));
  add(given.header, ([name = '', text]) => (text ? inHeader(text, (value) => ({ header: name, value })) : { header: name, value: '' }));
  return filters;
}

function hasKeyword(name: string): EmailFilter {
  const bit = bitOf(name);
  return bit === undefined ? { hasKeyword: name.toLowerCase() } : { hasFlag: bit };
}

function threadKeyword(which: 'all' | 'some' | 'none', name: string): EmailFilter {
  const bit = bitOf(name);
  return { threadKeyword: which, flag: bit ?? 0, keyword: bit === undefined ? name.toLowerCase() : null };
}

/** Words are looked up together in the index, each phrase as it is written. */
function inText(text: string, make: (words: string, exact: boolean) => EmailFilter): EmailFilter {
  const { words, phrases } = readSearchText(withoutNul(text));
  return all([...(words.length > 0 ? [make(words.join(' '), false)] : []), ...phrases.map((phrase) => make(phrase, true))]);
}

/** Header fields are short: each token is a substring. */
function inHeader(text: string, make: (token: string) => EmailFilter): EmailFilter {
  const { words, phrases } = readSearchText(withoutNul(text));
  return all([...words, ...phrases].map(make));
}

/** Postgres text holds no NUL, and no message that we would find by one. */
const withoutNul = (text: string) => text.replaceAll('\0', '');
