/**
 * Whether an email is what a filter of Email/query (RFC 8621 §4.4.1) asks for, as far as its metadata tells, and its text where the device
 * has it: for lists and searches without a network, and for taking rows out of a list in which they no longer belong. Pure.
 */
import type { EmailAddress } from '#lib/jmap/types.ts';
import type { Filter } from './parse-query.ts';
import type { FullEmail, ListEmail } from '../types.ts';

/** null: what is known does not tell. */
export type Match = boolean | null;
/** What the device has of a message beside its metadata. */
export interface Whole {
  email: FullEmail;
  /** The words of its body. */
  text: string;
}

export function matches(filter: Filter, email: ListEmail, whole?: Whole): Match {
  const { operator, conditions } = filter as { operator?: string; conditions?: Filter[] };
  if (operator && conditions) {
    const all = conditions.map((condition) => matches(condition, email, whole));
    if (operator === 'AND') return every(all);
    const any: Match = all.includes(true) ? true : all.includes(null) ? null : false;
    return operator === 'OR' ? any : any === null ? null : !any; // NOT: none of them
  }
  return every(Object.entries(filter).map(([name, value]) => condition(name, value, email, whole)));
}

/** As far as this device knows: a word that is not known to be there is not there, so that `-word` leaves in what may be meant. */
export function matchesHere(filter: Filter, email: ListEmail, whole?: Whole): boolean {
  const { operator, conditions } = filter as { operator?: string; conditions?: Filter[] };
  if (!operator || !conditions) return matches(filter, email, whole) === true;
  const is = (one: Filter) => matchesHere(one, email, whole);
  return operator === 'AND' ? conditions.every(is) : operator === 'OR' ? conditions.some(is) : !conditions.some(is);
}

/** Whether a filter asks for what only the text of a message, or its whole header, can tell. */
export function asksForText(filter: Filter): boolean {
  const { operator, conditions } = filter as { operator?: string; conditions?: Filter[] };
  if (operator && conditions) return conditions.some(asksForText);
  return Object.keys(filter).some((name) => ['text', 'body', 'bcc', 'header'].includes(name));
}

const every = (all: Match[]): Match => (all.includes(false) ? false : all.includes(null) ? null : true);

function condition(name: string, value: unknown, email: ListEmail, whole?: Whole): Match {
  const text = typeof value === 'string' ? value : '';
  switch (name) {
    case 'inMailbox':
      return email.mailboxIds[text] === true;
    case 'inMailboxOtherThan':
      return Object.keys(email.mailboxIds).some((id) => !(value as string[]).includes(id));
    case 'hasKeyword':
      return email.keywords[text] === true;
    case 'notKeyword':
      return email.keywords[text] !== true;
    case 'before':
      return email.receivedAt < secondsOf(text);
    case 'after':
      return email.receivedAt >= secondsOf(text);
    case 'minSize':
      return email.size === undefined ? null : email.size >= Number(value);
    case 'maxSize':
      return email.size === undefined ? null : email.size < Number(value);
    case 'hasAttachment':
      return email.hasAttachment === value;
    case 'attachmentName':
      return (email.attachments ?? []).some((part) => (part.name ?? '').toLocaleLowerCase().includes(text.toLocaleLowerCase()));
    case 'from':
      return says(people(email.from), text);
    case 'to':
      return says(people(email.to), text);
    case 'cc':
      return says(people(email.cc), text);
    case 'subject':
      return says(email.subject ?? '', text);
    case 'bcc':
      return whole ? says(people(whole.email.bcc), text) : null;
    case 'body':
      return whole ? says(whole.text, text) : null;
    case 'header': {
      const [field, wanted = ''] = value as [string, string?];
      return whole && field.toLowerCase() === 'list-id' ? says(whole.email['header:List-Id:asText'] ?? '', wanted) : null;
    }
    case 'text': {
      const head = `${email.subject ?? ''} ${people(email.from)} ${people(email.to)} ${people(email.cc)} ${email.preview}`;
      if (says(whole ? `${head} ${people(whole.email.bcc)} ${whole.text}` : head, text)) return true;
      return whole ? false : null; // the body may say it too, of which only the beginning is known
    }
    default:
      return null;
  }
}

const people = (list: EmailAddress[] | null | undefined) => (list ?? []).map(({ name, email }) => `${name ?? ''} ${email}`).join(' ');

/** RFC 8621 writes dates in whole seconds; both are UTC, so that their order is that of the letters. */
const secondsOf = (date: string) => date.replace(/\.\d+Z$/, 'Z');

/** All words, or the "phrase", in any case. */
function says(text: string, wanted: string): boolean {
  const said = text.toLocaleLowerCase();
  const phrase = /^"(.*)"$/.exec(wanted.trim())?.[1];
  const words = phrase === undefined ? wanted.split(/\s+/).filter(Boolean) : [phrase];
  return words.every((word) => said.includes(word.toLocaleLowerCase()));
}
