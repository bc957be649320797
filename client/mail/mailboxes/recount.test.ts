import { expect, test } from 'vitest';
import { countChanges, recounted } from './recount.ts';
import type { ListEmail, Mailbox } from '../types.ts';

const email = (id: string, threadId: string, mailboxes: string[], keywords: string[] = []) =>
  ({
    ...{ id, threadId },
    mailboxIds: Object.fromEntries(mailboxes.map((one) => [one, true])),
    keywords: Object.fromEntries(keywords.map((one) => [one, true])),
  }) as unknown as ListEmail;
const map = (...emails: ListEmail[]) => new Map(emails.map((one) => [one.id, one]));
const threads = new Map([['t', ['a', 'b']]]);
const counts = (totalEmails: number, unreadEmails: number, totalThreads: number, unreadThreads: number) => ({
  ...{ totalEmails, unreadEmails, totalThreads, unreadThreads },
});

test('reading one of two unread leaves the conversation unread; reading both does not', () => {
  const before = map(email('a', 't', ['in']), email('b', 't', ['in']));
  const one = map(email('a', 't', ['in'], ['$seen']), email('b', 't', ['in']));
  expect(countChanges(['a'], before, one, threads).get('in')).toEqual(counts(0, -1, 0, 0));
  const both = map(email('a', 't', ['in'], ['$seen']), email('b', 't', ['in'], ['$seen']));
  expect(countChanges(['a', 'b'], before, both, threads).get('in')).toEqual(counts(0, -2, 0, -1));
});

test('moving takes from the one and gives to the other; what is left behind of a conversation still counts', () => {
  const before = map(email('a', 't', ['in']), email('b', 't', ['in', 'label'], ['$seen']));
  const after = map(email('a', 't', ['bin']), email('b', 't', ['in', 'label'], ['$seen']));
  const changes = countChanges(['a'], before, after, threads);
  expect(changes.get('in')).toEqual(counts(-1, -1, 0, 0));
  expect(changes.get('bin')).toEqual(counts(1, 1, 1, 1));
  expect(changes.get('label')).toEqual(counts(0, 0, 0, 0));
});

test('a draft is not unread; of what is not known nothing is counted', () => {
  const before = map(email('a', 'x', ['drafts'], ['$draft']));
  const after = map(email('a', 'x', ['drafts'], ['$draft', '$flagged']));
  expect(countChanges(['a', 'gone'], before, after, new Map()).get('drafts')).toEqual(counts(0, 0, 0, 0));
});

test('no count is below nothing, and mailboxes that do not change stay the same objects', () => {
  const [one, other] = [{ id: 'in', ...counts(1, 0, 1, 0) } as Mailbox, { id: 'x', ...counts(5, 5, 5, 5) } as Mailbox];
  const next = recounted([one, other], new Map([['in', counts(-1, -1, -1, -1)]]));
  expect(next[0]).toEqual({ id: 'in', ...counts(0, 0, 0, 0) });
  expect(next[1]).toBe(other);
});
