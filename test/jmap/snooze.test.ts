/** Email/snooze (ours): put away by the server, seen by mail programs as the mailbox Snoozed, back and unread at the time. */
import { beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import { Flag } from '#lib/message/keywords.ts';
import { checkStore, wakeDue } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
beforeAll(async () => {
  bob = await TestUser.make('bob@snooze.example');
});

async function received(subject: string): Promise<string> {
  return emailWireId(bob.accountId, (await bob.receive(letter({ subject }), { flags: Flag.seen })).emailId);
}
interface Seen {
  mailboxIds: Record<string, true>;
  keywords: Record<string, true>;
  snoozedUntil: string | null;
}
async function look(id: string): Promise<Seen> {
  const { list } = await bob.call('Email/get', { ids: [id], properties: ['mailboxIds', 'keywords', 'snoozedUntil'] });
  return (list as Seen[])[0] as Seen;
}

test('away until its time, then in the inbox and unread', async () => {
  const id = await received('Later');
  const inbox = (await bob.mailbox('inbox')).id;
  const answer = await bob.call('Email/snooze', { ids: [id, 'M1-999'], until: '2027-01-04T08:00:00Z' });
  expect(answer).toMatchObject({ updated: [id], notUpdated: ['M1-999'] });
  const snoozed = (await bob.mailbox('snoozed')).id;
  expect(await look(id)).toMatchObject({
    mailboxIds: { [snoozed]: true },
    snoozedUntil: '2027-01-04T08:00:00Z',
    keywords: { $seen: true },
  });

  expect(await wakeDue(new Date('2027-01-04T07:59:59Z'))).toBe(0);
  expect(await wakeDue(new Date('2027-01-04T08:00:00Z'))).toBe(1);
  expect(await look(id)).toEqual({ id, mailboxIds: { [inbox]: true }, keywords: {}, snoozedUntil: null });
  expect(await wakeDue(new Date('2027-01-05T08:00:00Z'))).toBe(0);
  expect(await checkStore()).toEqual([]);
});

test('labels stay; taking it back puts it where it was, as it was', async () => {
  const id = await received('Labelled');
  const { created } = await bob.call('Mailbox/set', { create: { l: { name: 'Market' } } });
  const label = (created as Record<string, { id: string }>).l?.id ?? '';
  await bob.call('Email/set', { update: { [id]: { [`mailboxIds/${label}`]: true } } });
  const before = await look(id);
  await bob.call('Email/snooze', { ids: [id], until: '2027-01-04T08:00:00Z' });
  const snoozed = (await bob.mailbox('snoozed')).id;
  expect(Object.keys((await look(id)).mailboxIds).sort()).toEqual([label, snoozed].sort());
  await bob.call('Email/snooze', { ids: [id], until: '2027-02-01T08:00:00Z' }); // later still
  expect((await look(id)).snoozedUntil).toBe('2027-02-01T08:00:00Z');
  await bob.call('Email/snooze', { ids: [id], until: null });
  expect(await look(id)).toEqual(before);
});

test('what a person took out of Snoozed stays where it was put', async () => {
  const id = await received('Moved by hand');
  const [archive, snoozed] = [(await bob.mailbox('archive')).id, (await bob.mailbox('snoozed')).id];
  await bob.call('Email/snooze', { ids: [id], until: '2027-01-04T08:00:00Z' });
  await bob.call('Email/set', { update: { [id]: { [`mailboxIds/${snoozed}`]: null, [`mailboxIds/${archive}`]: true } } });
  expect(await wakeDue(new Date('2027-01-04T08:00:00Z'))).toBe(0);
  expect(await look(id)).toMatchObject({ mailboxIds: { [archive]: true }, snoozedUntil: null, keywords: { $seen: true } });
});

test('a time that is none, or too far off, is refused', async () => {
  expect(await bob.failure('Email/snooze', { ids: [], until: 'tomorrow' })).toMatchObject({ type: 'invalidArguments' });
  expect(await bob.failure('Email/snooze', { ids: [], until: '2099-01-01T00:00:00Z' })).toMatchObject({ type: 'invalidArguments' });
});
