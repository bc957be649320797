/** SELECT has said what the counters say; what happens until the rows are read is news to the client. */
import { expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { expunge, mailboxSummary, storeFlags } from '#server/store/index.ts';
import { deliverSamples, sampleAccount } from '#server/store/reads/sample-mail.ts';
import { loadRows } from './load-rows.ts';
import { Rows } from './rows.ts';
import { View } from './view.ts';

async function selected(email: string) {
  const { accountId, inbox } = await sampleAccount(email);
  await deliverSamples(accountId, inbox, [{ flags: Flag.seen }, { flags: Flag.deleted }, {}, { keywords: ['work'] }, {}]);
  const summary = await mailboxSummary(accountId, inbox);
  if (!summary) throw new Error('no mailbox');
  const view = new View({ accountId, mailboxId: inbox }, Rows.none(), summary.mailbox.modseq);
  return { accountId, inbox, summary, view };
}
const told = (view: View) => view.takeUpdates({ expunges: true, condstore: false, qresync: false, rev2: true });

test('nothing has happened: all is there, and nothing is told', async () => {
  const { summary, view } = await selected('quiet@load.example');
  expect(summary).toMatchObject({ mailbox: { total: 5 }, fresh: [1, 2, 3, 4, 5], seenBefore: 1 });
  expect(await loadRows(view, summary.mailbox)).toBe(true);
  expect([view.uids(), told(view), view.flagsText(3)]).toEqual([[1, 2, 3, 4, 5], [], '(work)']);
});

test('what went and what came meanwhile is told as if the rows had been there', async () => {
  const { accountId, inbox, summary, view } = await selected('busy@load.example');
  await expunge(accountId, inbox, null);
  await storeFlags(accountId, inbox, [3, 5], { mode: 'add', flags: Flag.deleted, keywords: null });
  await deliverSamples(accountId, inbox, [{}, {}]);
  await expunge(accountId, inbox, [5]);
  expect(await loadRows(view, summary.mailbox)).toBe(true);
  expect(view.count).toBe(7);
  expect([...view.vanished]).toEqual([2, 5]);
  expect(view.flagsText(2)).toBe('(\\Deleted)');
  expect(told(view)).toEqual(['2 EXPUNGE', '4 EXPUNGE', '5 EXISTS']);
  expect(view.uids()).toEqual([1, 3, 4, 6, 7]);
});

test('a mailbox that is gone, or was made anew, is not taken for the old one', async () => {
  const { summary, view } = await selected('gone@load.example');
  expect(await loadRows(view, { ...summary.mailbox, uidvalidity: 1 })).toBe(false);
  expect(await loadRows(new View({ accountId: view.accountId, mailboxId: 999 }, Rows.none(), 0), summary.mailbox)).toBe(false);
});

test('all seen: there is no first unseen message', async () => {
  const { accountId, inbox } = await sampleAccount('seen@load.example');
  expect(await mailboxSummary(accountId, inbox)).toMatchObject({ fresh: [], seenBefore: null });
  await deliverSamples(accountId, inbox, [{ flags: Flag.seen }]);
  expect(await mailboxSummary(accountId, inbox)).toMatchObject({ fresh: [1], seenBefore: null });
  expect(await mailboxSummary(accountId, 999)).toBeNull();
});
