/** What the search box offers while something is typed: searches of before, people, mail that is here already, and operators. */
import { words } from '#client/i18n/words.ts';
import { callMail } from '../call.ts';
import { localHits } from './local-hits.ts';
import { mail } from '../mail-store.ts';
import { nameOfMailbox } from '../mailboxes/order-mailboxes.ts';
import { operators, quoted, replaced, tokenAt, tokensOf } from './query-tokens.ts';
import { recentSearches } from './recent-searches.ts';
import { sharedOfRoute } from '../shared.ts';

export type Suggestion =
  | { kind: 'recent'; key: string; query: string }
  | { kind: 'person'; key: string; name: string | null; email: string; query: string }
  | { kind: 'mail'; key: string; emailId: string; threadId: string; subject: string; receivedAt: string }
  | { kind: 'value'; key: string; query: string; text: string };

export interface Person {
  name: string | null;
  email: string;
}

const values = {
  is: ['unread', 'read', 'starred', 'answered', 'draft', 'muted'],
  has: ['attachment'],
  older_than: ['7d', '1m', '1y'],
  newer_than: ['1d', '7d', '1m'],
  larger: ['1M', '10M'],
  smaller: ['100K'],
} as const;

/** For what stands in the box, with the caret there. `people` are those found for the word at the caret. */
export function suggestionsFor(query: string, caret: number, people: readonly Person[]): Suggestion[] {
  if (query.trim() === '')
    return recentSearches()
      .slice(0, 6)
      .map((one) => ({ kind: 'recent', key: `recent ${one}`, query: one }));
  const token = tokenAt(query, caret);
  const { emails, shared } = mail();
  const found: Suggestion[] = [];
  if (token && (token.key === 'in' || token.key === 'label')) {
    const wanted = token.value.toLocaleLowerCase();
    const mailboxes = sharedOfRoute({ box: 'search', q: query })?.mailboxes ?? mail().mailboxes;
    for (const mailbox of mailboxes.filter((one) => nameOfMailbox(one).toLocaleLowerCase().includes(wanted)).slice(0, 6)) {
      const text = `${token.key}:${quoted(mailbox.role ?? mailbox.name)}`;
      found.push({ kind: 'value', key: text, text, query: `${replaced(query, token, text)} ` });
    }
  } else if (token?.key === 'shared') {
    for (const { name } of (shared ?? []).filter((one) => one.name.startsWith(token.value.toLowerCase())).slice(0, 6)) {
      const text = `shared:${name}`;
      found.push({ kind: 'value', key: text, text, query: `${replaced(query, token, text)} ` });
    }
  } else if (token && token.key in values) {
    for (const value of values[token.key as keyof typeof values].filter((one) => one.startsWith(token.value.toLowerCase()))) {
      const text = `${token.key}:${value}`;
      found.push({ kind: 'value', key: text, text, query: `${replaced(query, token, text)} ` });
    }
  }
  const isPerson = token && ['', 'from', 'to', 'cc', 'bcc'].includes(token.key);
  if (isPerson) {
    for (const { name, email } of people.slice(0, 4)) {
      const by = `${token.key || 'from'}:${email}`;
      found.push({ kind: 'person', key: `person ${email}`, name, email, query: `${replaced(query, token, by)} ` });
    }
  }
  const text = tokensOf(query)
    .filter(({ kind, key, negated }) => kind === 'word' && key === '' && !negated)
    .map(({ value }) => value)
    .join(' ');
  for (const { id, threadId, subject, receivedAt } of localHits(emails.values(), text, 5)) {
    found.push({
      kind: 'mail',
      key: `mail ${id}`,
      emailId: id,
      threadId,
      subject: subject?.trim() || words('mail')('noSubject'),
      receivedAt,
    });
  }
  return found;
}

/** Operators that may come next: those that begin with the word at the caret, else those that are not there yet. */
export function nextOperators(query: string, caret: number): { text: string; query: string }[] {
  const token = tokenAt(query, caret);
  const typed = token?.key === '' && !token.isPhrase ? token.value.toLowerCase() : '';
  const fitting = typed === '' ? [] : operators.filter((one) => one.startsWith(typed) && (one !== 'shared' || mail().shared?.length));
  const used = new Set(tokensOf(query).map(({ key }) => key));
  const others = (['from', 'has', 'in', 'before', 'larger', 'label', 'filename', 'is'] as const).filter((one) => !used.has(one));
  const texts = (fitting.length > 0 ? fitting : others).slice(0, 5).map((one) => (one === 'has' ? 'has:attachment' : `${one}:`));
  return texts.map((text) => ({ text, query: replaced(query, fitting.length > 0 ? token : undefined, text) }));
}

/** People written to or heard from whose name or address begins with the word at the caret. */
export async function findPeople(query: string, caret: number): Promise<Person[]> {
  const token = tokenAt(query, caret);
  if (!token || token.value.length < 2 || !['', 'from', 'to', 'cc', 'bcc'].includes(token.key)) return [];
  const answer = await callMail([['Correspondent/query', { text: token.value, limit: 4 }, 'people']]);
  return answer('people').list as Person[];
}
