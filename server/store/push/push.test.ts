/** Changes wake who watches, made in this process or in another. */
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase } from '../database.ts';
import { accountState, listIdentities, objectChanges, startPush, updateAccount, updateIdentity, watchAccount } from '../index.ts';
import { deliverSamples, sampleAccount } from '../reads/sample-mail.ts';
import { channel } from './announce.ts';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startPush();
});
afterAll(async () => {
  await stop();
  await closeDatabase();
});

test('a delivery of this process wakes before deliver answers, and not after the watch ended', async () => {
  const { accountId, inbox } = await sampleAccount('here@push.example');
  const heard: number[] = [];
  const end = watchAccount(accountId, (modseq) => heard.push(modseq));
  await deliverSamples(accountId, inbox, [{}]);
  expect(heard).toHaveLength(1);
  end();
  await deliverSamples(accountId, inbox, [{}]);
  expect(heard).toHaveLength(1);
});

test('identities and settings wake too', async () => {
  const { accountId } = await sampleAccount('settings@push.example');
  const heard: number[] = [];
  watchAccount(accountId, (modseq) => heard.push(modseq));
  const before = await accountState(accountId);
  const [first] = await listIdentities(accountId);
  await updateIdentity(accountId, first?.identityId ?? 0, { name: 'Another name' });
  await updateAccount(accountId, { settings: { theme: 'dark' } });
  expect(heard).toEqual([before + 1, before + 2]);
  expect(await objectChanges(accountId, 4, before)).toMatchObject({ updated: [accountId] });
  expect(await updateIdentity(accountId, 999_999, { name: 'Nobody' })).toEqual({ ok: false, reason: 'notFound' });
  expect(heard).toHaveLength(2);
});

test("another connection's notification wakes, once for each modseq", async () => {
  const { accountId } = await sampleAccount('there@push.example');
  const other = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await other.connect();
  const heard: number[] = [];
  const last = new Promise<void>((resolve) => {
    watchAccount(accountId, (modseq) => {
      heard.push(modseq);
      if (modseq === 901) resolve();
    });
  });
  for (const modseq of [900, 900, 901]) await other.query('select pg_notify($1, $2)', [channel, `7777:5,${accountId}:${modseq}`]);
  await last;
  await other.end();
  expect(heard).toEqual([900, 901]);
});
