/**
 * Whether an email is what a filter of Email/query (RFC 8621 §4.4.1) asks for, as far as its metadata tells: for lists and searches without
 * a network, and for taking rows out of a list in which they no longer belong. Pure.
 */
import type { EmailAddress } from '#lib/jmap/types.ts';
import type { Filter } from './parse-query.ts';
import type { ListEmail } from './types.ts';

/** null: the metadata does not tell. */
export type Match = boolean | null;

export function matches(filter: Filter, email: ListEmail): Match {
  const { operator, conditions } = filter as { operator?: string; conditions?: Filter[] };
  if (operator && conditions) {
    const all = conditions.map((condition) => matches(condition, email));
    if (operator === 'AND') return every(all);
    const any: Match = all.includes(true) ? true : all.includes(null) ? null : false;
    return operator === 'OR' ? any : any === null ? null : !any; // NOT: none of them
  }
  return every(Object.entries(filter).map(([name, value]) => condition(name, value, email)));
}

const every = (all: Match[]): Match => (all.includes(false) ? false : all.includes(null) ? null : true);

function condition(name: string, value: unknown, email: ListEmail): Match {
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
    case 'text':
      // The body may say it too, of which only the beginning is known.
      return says(`${email.subject ?? ''} ${people(email.from)} ${people(email.to)} ${people(email.cc)} ${email.preview}`, text) || null;
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
