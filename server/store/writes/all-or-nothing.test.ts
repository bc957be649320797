/** COPY is all or nothing (RFC 9051 §6.4.7), however much it copies, and does not hold it in memory. */
import { afterAll, afterEach, expect, test } from 'vitest';
import { checkStore } from '../check/check-store.ts';
import { closeDatabase } from '../database.ts';
import { accountState, copyMessages, deliverInParts, getEmails, openMailbox, putBlob, updateAccount, type CopyItem } from '../index.ts';
import { deliverSamples, sampleAccount, sampleMail } from '../reads/sample-mail.ts';

afterEach(async () => expect(await checkStore()).toEqual([]));
afterAll(closeDatabase);

const partsOf = 3;

/** Forgets each part when the one after the next is asked for: who kept it would find nothing in it. */
async function* partsFor(accountId: number, mailboxId: number, count: number): AsyncGenerator<CopyItem[]> {
  const given: CopyItem[][] = [];
  for (let n = 0; n < count; n++) {
    const part: CopyItem[] = [];
    for (let index = 0; index < partsOf; index++) {
      const messageId = `${n}.${index}`;
      const { bytes, rendered } = sampleMail({ subject: messageId, messageId, relatedIds: n > 0 ? [`${n - 1}.${index}`] : [] });
      const { sha256, size } = await putBlob(bytes);
      part.push({ accountId, mailboxIds: [mailboxId], blob: { sha256, size }, prefix: null, rendered, enforceQuota: true });
    }
    given.push(part);
    yield part;
    given.at(-2)?.splice(0);
  }
}

test('many parts come in their order, in the conversations that they belong to', async () => {
  const { accountId, inbox } = await sampleAccount('parts@all.example');
  const done = await deliverInParts(partsFor(accountId, inbox, 5));
  const delivered = done.ok ? done.value : [];
  expect(delivered.map(({ placements }) => placements[0]?.uid)).toEqual(Array.from({ length: 15 }, (_, n) => n + 1));
  const emails = await getEmails(
    accountId,
    delivered.map(({ emailId }) => emailId),
  );
  const subjects = new Map(emails.map(({ emailId, subject }) => [emailId, subject]));
  expect(delivered.map(({ emailId }) => subjects.get(emailId))).toEqual([0, 1, 2, 3, 4].flatMap((n) => [0, 1, 2].map((m) => `${n}.${m}`)));
  expect(new Set(delivered.map(({ threadId }) => threadId)).size).toBe(3);
});

test('what is refused or broken in the last part leaves nothing of the others', async () => {
  const { accountId, inbox } = await sampleAccount('full@all.example');
  await deliverSamples(accountId, inbox, [{}]);
  const size = 15 * sampleMail({ subject: '1.1', messageId: '1.1' }).bytes.length;
  await updateAccount(accountId, { quotaBytes: size });
  const before = await accountState(accountId);
  expect(await deliverInParts(partsFor(accountId, inbox, 5))).toEqual({ ok: false, reason: 'overQuota' });
  const cut = async function* () {
    yield* partsFor(accountId, inbox, 3);
    throw new Error('the storage is away');
  };
  await expect(deliverInParts(cut())).rejects.toThrow('the storage is away');
  expect((await openMailbox(accountId, inbox))?.uids).toHaveLength(1);
  expect(await accountState(accountId)).toBe(before);
  expect(await deliverInParts(partsFor(accountId, inbox, 2))).toMatchObject({ ok: true }); // and the way stays open
});

test('a COPY of more than one slice of MOVE is one change', async () => {
  const { accountId, inbox, archive } = await sampleAccount('many@all.example');
  await deliverSamples(accountId, inbox, [{}]);
  let uids = [1];
  while (uids.length <= 10_000) {
    const copied = await copyMessages(accountId, inbox, uids, inbox);
    if (copied.ok) uids = uids.concat(copied.value.pairs.map(({ to }) => to));
  }
  const before = await accountState(accountId);
  const copied = await copyMessages(accountId, inbox, uids, archive);
  expect(copied.ok && [copied.value.pairs.length, await accountState(accountId)]).toEqual([uids.length, before + 1]);
});
