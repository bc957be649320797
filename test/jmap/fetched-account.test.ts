/** FetchedAccount/get and /set: what is set up, and that the password never comes out. */
import { beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { claimFetches } from '#server/store/index.ts';
import { TestUser } from './client.ts';

let alice: TestUser;
beforeAll(async () => {
  process.env.POSTHORN_SECRET = 'of this test';
  forgetConfig();
  alice = await TestUser.make('alice@crepes.fr');
});
const school = { protocol: 'imap', host: 'IMAP.school.example', login: 'alice', password: 'chalk' };

test('an account is set up, changed, fetched at once and taken away', async () => {
  const made = await alice.call('FetchedAccount/set', { create: { one: school } });
  const { one } = made.created as Record<string, Record<string, unknown>>;
  expect(one).toMatchObject({
    host: 'imap.school.example',
    port: 993,
    security: 'tls',
    folder: 'INBOX',
    leaveOnServer: true,
    everyMinutes: 15,
  });
  const { id } = one as { id: string };
  const got = await alice.call('FetchedAccount/get', { ids: null });
  expect(JSON.stringify(got)).not.toContain('chalk');
  expect(got.list).toEqual([expect.objectContaining({ id, problem: null, fetched: 0 })]);
  expect((await claimFetches(10)).map(({ host }) => host)).toEqual(['imap.school.example']);
  const changed = await alice.call('FetchedAccount/set', { update: { [id]: { port: 143, security: 'starttls', fetchNow: true } } });
  expect(changed.updated).toEqual({ [id]: null });
  const gone = await alice.call('FetchedAccount/set', { destroy: [id] });
  expect(gone.destroyed).toEqual([id]);
  expect((await alice.call('FetchedAccount/get', { ids: null })).list).toEqual([]);
});

test.each([
  [{ ...school, password: undefined }, ['password']],
  [{ ...school, host: 'a b' }, ['host']],
  [{ ...school, host: 'http://x' }, ['host']],
  [{ ...school, port: 0 }, ['port']],
  [{ ...school, security: 'none' }, ['security']],
  [{ ...school, everyMinutes: 1 }, ['everyMinutes']],
  [{ ...school, secret: 'x' }, ['secret']],
  [{ ...school, password: 'a\r\nb' }, ['password']],
])('what is wrong is named: %j', async (given, properties) => {
  const { notCreated } = await alice.call('FetchedAccount/set', { create: { one: JSON.parse(JSON.stringify(given)) as object } });
  const { one } = notCreated as Record<string, { type: string; properties?: string[] }>;
  expect(one).toMatchObject({ type: 'invalidProperties', properties });
});

test('a mailbox of nobody’s is refused', async () => {
  for (const mailboxId of ['F1-99', `F${alice.accountId.toString(32)}-vvv`, 'nonsense']) {
    const { notCreated } = await alice.call('FetchedAccount/set', { create: { one: { ...school, mailboxId } } });
    expect(notCreated, mailboxId).toMatchObject({ one: { type: 'invalidProperties' } });
  }
});
