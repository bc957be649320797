/** What whole lists teach: little. */
import { afterAll, describe, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { opinionOf } from '#lib/spam/opinion.ts';
import { closeDatabase, database } from '../database.ts';
import { accountsToLearn, beginBulk, findMailboxByRole, learnFromChanges, runBulk, storeFlags } from '../index.ts';
import { deliverSamples, sampleAccount } from '../reads/sample-mail.ts';

afterAll(closeDatabase);

const count = 600; // a move is two rows of the log for each

/** Everything that is to be learnt; how many messages were read for it. */
async function learn(accountId: number, mind = true): Promise<number> {
  const teacher = { opinionOf: mind ? opinionOf : () => null, tokensOf: () => ['word'] };
  let learnt = 0;
  while ((await accountsToLearn(100)).includes(accountId)) learnt += (await learnFromChanges(accountId, teacher)) ?? 0;
  return learnt;
}

test('to archive all of a list teaches nothing, to call it junk some of it, to star one email that one', async () => {
  const { accountId, inbox, archive } = await sampleAccount('sweep@learn.example');
  const [first] = await deliverSamples(
    accountId,
    inbox,
    Array.from({ length: count }, () => ({})),
  );
  await learn(accountId, false); // they came in
  const none = { flags: 0, keywords: null };
  const move = async (from: number, to: number, emailIds?: number[]) => {
    const patch = { addMailboxes: [to], removeMailboxes: [from], addKeywords: none, removeKeywords: none };
    const filter = emailIds ? { emailIds } : { inMailbox: from };
    await runBulk(await beginBulk(accountId, filter, { keepIn: null, patch }));
  };
  const junk = (await findMailboxByRole(accountId, 'junk'))?.mailboxId ?? 0;
  await move(inbox, archive);
  expect(await learn(accountId)).toBe(0);
  await move(archive, inbox);
  expect(await learn(accountId)).toBe(0);
  await move(inbox, archive, [first?.emailId ?? 0]);
  expect(await learn(accountId)).toBe(1);
  await move(inbox, junk);
  expect(await learn(accountId)).toBe(200);
});

describe('mail with HTML is counted by itself too', () => {
  const teach = async (accountId: number, isJunk: boolean, moved: () => Promise<void>) => {
    await moved();
    const teacher = { opinionOf: () => isJunk, tokensOf: () => ['html', ':word'] };
    while ((await accountsToLearn(100)).includes(accountId)) await learnFromChanges(accountId, teacher);
  };
  const counts = async (accountId: number) => {
    const { rows } = await database().pool.query<Record<string, number>>(
      'select distinct spam, ham, html_spam, html_ham from junk_token where account_id = $1',
      [accountId],
    );
    return rows;
  };
  const mark = (accountId: number, mailboxId: number, uid: number, flags: number) => async () => {
    await storeFlags(accountId, mailboxId, [uid], { mode: 'add', flags, keywords: null });
  };

  test('a change of mind is taken back from it; a lesson of before it was told apart, from the sums alone', async () => {
    const { accountId, inbox } = await sampleAccount('kinds@learn.example');
    const [email] = await deliverSamples(accountId, inbox, [{}]);
    const uid = email?.uid ?? 0;
    await teach(accountId, true, async () => {});
    expect(await counts(accountId)).toEqual([{ spam: 1, ham: 0, html_spam: 1, html_ham: 0 }]);
    await teach(accountId, false, mark(accountId, inbox, uid, Flag.flagged));
    expect(await counts(accountId)).toEqual([{ spam: 0, ham: 1, html_spam: 0, html_ham: 1 }]);

    await database().pool.query('update junk_taught set by_kind = false where account_id = $1', [accountId]);
    await database().pool.query('update junk_token set ham = 2, html_ham = 1 where account_id = $1', [accountId]); // another's is by kind
    await teach(accountId, true, mark(accountId, inbox, uid, Flag.answered));
    expect(await counts(accountId)).toEqual([{ spam: 1, ham: 1, html_spam: 1, html_ham: 1 }]);
  });
});
