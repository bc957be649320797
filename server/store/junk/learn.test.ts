/** What whole lists teach: little. */
import { afterAll, expect, test } from 'vitest';
import { opinionOf } from '#lib/spam/opinion.ts';
import { closeDatabase } from '../database.ts';
import { accountsToLearn, beginBulk, findMailboxByRole, learnFromChanges, runBulk } from '../index.ts';
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
