/** NOTIFY (RFC 5465 §3.1, §8). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseFetchItems, type FetchItem } from './fetch-items.ts';
import { parseMailboxFilter, type MailboxFilter } from './mailbox-filter.ts';

export const notifyEvents = [
  'FlagChange',
  'MessageNew',
  'MessageExpunge',
  'MailboxName',
  'SubscriptionChange',
  'MailboxMetadataChange',
  'ServerMetadataChange',
] as const;
export type NotifyEvent = (typeof notifyEvents)[number];
const messageEvents: readonly string[] = ['FlagChange', 'MessageNew', 'MessageExpunge'];

export interface NotifyGroup {
  filter: MailboxFilter;
  events: ReadonlySet<NotifyEvent>;
  /** What to fetch of messages that are new in the selected mailbox. */
  fetch: FetchItem[];
}
export type NotifyRequest = 'none' | { status: boolean; groups: NotifyGroup[] };

/** An event that is not offered: answered with NO and BADEVENT, not BAD (RFC 5465 §3.1). */
export class UnknownEvent extends Error {}

export function parseNotify(cursor: Cursor): NotifyRequest {
  const form = cursor.word();
  if (form === 'NONE') return 'none';
  if (form !== 'SET') throw new SyntaxProblem('NOTIFY is followed by SET or NONE');
  cursor.space();
  const status = cursor.peekWord() === 'STATUS';
  if (status) {
    cursor.word();
    cursor.space();
  }
  const groups: NotifyGroup[] = [];
  do groups.push(parseGroup(cursor));
  while (cursor.accept(' '));
  if (groups.filter(({ filter }) => filter.kind.startsWith('selected')).length > 1) {
    throw new SyntaxProblem('SELECTED stands there twice'); // RFC 5465 §6.1
  }
  return { status, groups };
}

function parseGroup(cursor: Cursor): NotifyGroup {
  return cursor.nested(() => {
    cursor.expect('(');
    const filter = parseMailboxFilter(cursor);
    cursor.space();
    const events = new Set<NotifyEvent>();
    const fetch: FetchItem[] = [];
    if (cursor.peekWord() === 'NONE') cursor.word();
    else if (cursor.is('(')) cursor.list(() => parseEvent(cursor, events, fetch));
    else {
      // The RFC's own examples leave the parentheses away.
      do parseEvent(cursor, events, fetch);
      while (cursor.accept(' '));
    }
    cursor.expect(')');
    check(filter, events);
    return { filter, events, fetch };
  });
}

function parseEvent(cursor: Cursor, events: Set<NotifyEvent>, fetch: FetchItem[]): void {
  const word = cursor.word();
  const event = notifyEvents.find((name) => name.toUpperCase() === word);
  if (!event) throw new UnknownEvent(word);
  events.add(event);
  if (event === 'MessageNew' && cursor.is(' (')) {
    cursor.space();
    fetch.push(...parseFetchItems(cursor));
  }
}

function check(filter: MailboxFilter, events: ReadonlySet<NotifyEvent>): void {
  // RFC 5465 §5: these two come together, and FlagChange only with them.
  const [fresh, gone] = [events.has('MessageNew'), events.has('MessageExpunge')];
  if (fresh !== gone) throw new SyntaxProblem('MessageNew and MessageExpunge come together');
  if (events.has('FlagChange') && !fresh) throw new SyntaxProblem('FlagChange needs MessageNew and MessageExpunge');
  // RFC 5465 §6.1: of the selected mailbox only what happens to messages is told.
  if (filter.kind.startsWith('selected') && [...events].some((event) => !messageEvents.includes(event))) {
    throw new SyntaxProblem('SELECTED takes events of messages only');
  }
}
