/** RFC 8620 §5.3: `newState` tells how far our own writing brought the state, and never hides what somebody else changed meanwhile. */
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { emailWireId } from '#lib/ids.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { Flag } from '#lib/message/keywords.ts';
import { accountState } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';

let bob: TestUser;
let mine: number;
let theirs: number;
beforeAll(async () => {
  bob = await TestUser.make('bob@own.example');
  mine = (await bob.receive(letter({ subject: 'Mine' }))).emailId;
  theirs = (await bob.receive(letter({ subject: 'Theirs' }))).emailId;
});

/** Between the reading of the state by `act` and its writing, somebody else flags another email. */
async function withAnother(act: () => Promise<Arguments>): Promise<Arguments> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  await client.query('begin');
  await client.query('select f_lock($1)', [bob.accountId]);
  const answer = act();
  const isWaiting = async () =>
    (await client.query("select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'")).rowCount;
  await expect.poll(isWaiting).toBe(1);
  const toggle = (await hasFlag(client)) ? 'removeFlags' : 'addFlags';
  await client.query('select f_update_emails($1, $2, null)', [
    bob.accountId,
    JSON.stringify([{ emailIds: [theirs], [toggle]: Flag.flagged }]),
  ]);
  await client.query('commit');
  await client.end();
  return answer;
}
async function hasFlag(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ flags: number }>('select flags from mailbox_email where account_id = $1 and email_id = $2', [
    ...[bob.accountId, theirs],
  ]);
  return ((rows[0]?.flags ?? 0) & Flag.flagged) !== 0;
}

const id = (emailId: number) => emailWireId(bob.accountId, emailId);
const wishes: [name: string, args: () => Arguments][] = [
  ['Email/snooze', () => ({ ids: [id(mine)], until: '2027-01-04T08:00:00Z' })],
  ['Email/snooze', () => ({ ids: [id(mine)], until: null })],
  ['Email/setByQuery', () => ({ filter: { subject: 'Mine' }, update: { 'keywords/$seen': true } })],
  ['Email/setByQuery', () => ({ filter: { subject: 'Mine' }, update: { 'keywords/$seen': true } })], // and now it changes nothing
  ['Email/set', () => ({ update: { [id(mine)]: { 'keywords/$flagged': true } } })],
  ['Email/set', () => ({ update: { [id(mine)]: { 'keywords/$flagged': true } } })],
];
test.each(wishes)('%s (%#) says no state behind what another changed', async (name, args) => {
  const before = await accountState(bob.accountId);
  const answer = await withAnother(() => bob.call(name, args()));
  expect([answer.oldState, answer.newState]).toEqual([String(before), String(before)]);
  const { updated } = await bob.call('Email/changes', { sinceState: answer.newState });
  expect(updated).toContain(id(theirs));
});

test.each(wishes.slice(0, 3).toReversed())('%s (%#) alone says the state that it made', async (name, args) => {
  await bob.call('Email/set', { update: { [id(mine)]: { 'keywords/$seen': null } } });
  await bob.call('Email/snooze', { ids: [id(mine)], until: args().until === null ? '2027-01-04T08:00:00Z' : null });
  const before = await accountState(bob.accountId);
  const answer = await bob.call(name, args());
  expect([answer.oldState, answer.newState]).toEqual([String(before), String(await accountState(bob.accountId))]);
  expect(answer.newState).not.toBe(answer.oldState);
});
