/** What is handed in and settled at the same time: each message as if it were alone. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, rows } from '../database.ts';
import {
  createAccount,
  createDomain,
  handIn,
  listQueue,
  listQueueEvents,
  prepareBlob,
  readBlob,
  sendingOf,
  settleResults,
  type NewQueueMessage,
  type RecipientResult,
} from '../index.ts';
import { renewLeases } from './claim-due.ts';

let accountId = 0;
beforeAll(async () => {
  await createDomain('sets.example');
  const made = await createAccount({ email: 'a@sets.example', passwordHash: null });
  if (!made.ok) throw new Error(made.reason);
  accountId = made.value.accountId;
});
afterAll(closeDatabase);

const noLimits = { perHour: 0, perDay: 0, newPerDay: 0 };
let serial = 0;

async function given(recipients: string[], { owner = null as string | null, limits = noLimits } = {}) {
  const blob = await prepareBlob(Buffer.from(`Subject: ${++serial}\r\n\r\nHello\r\n`));
  const now = new Date();
  const message: NewQueueMessage = {
    ...{ accountId, mailFrom: 'a@sets.example', blob: blob.sha256, prefix: Buffer.from('X: y\r\n'), size: 40, smtputf8: false },
    ...{ subject: `NUL \0 and half \ud800 ${serial}`, dueAt: now, expiresAt: new Date(now.getTime() + 86_400_000) },
    recipients: recipients.map((address) => ({ address, domain: 'far.example' })),
    trace: {
      origin: { traceId: `t${serial}`, source: 'submission', mailFrom: 'a@sets.example', remote: '::1', senderId: accountId },
      messageId: null,
    },
    submitted: { protocol: 'ESMTPSA' },
    ...(owner ? { lease: { owner, until: new Date(now.getTime() + 60_000) } } : {}),
  };
  return { message, blob, limits };
}
const idOf = (done: Awaited<ReturnType<typeof handIn>>): number => {
  if (!('queueId' in done)) throw new Error(done.refusal.limit);
  return done.queueId;
};
const result = (queueId: number, rcptNo = 0, outcome: RecipientResult['outcome'] = 'delivered'): RecipientResult => ({
  ...{
    queueId,
    rcptNo,
    rcpt: `R${rcptNo}@far.example`,
    outcome,
    code: 250,
    status: '2.0.0',
    text: 'taken',
    host: 'mx.far.example',
    tls: null,
  },
  ...(outcome === 'deferred' ? { nextAt: new Date('2030-01-01T00:00:00.5Z'), code: 450 } : {}),
});

test('messages handed in together: rows, octets and timelines are those of each', async () => {
  const all = await Promise.all([given(['x@far.example']), given(['Y@far.example', 'z@far.example']), given(['x@far.example'])]);
  const ids = (await Promise.all(all.map((one) => handIn(one)))).map(idOf);
  for (const [index, queueId] of ids.entries()) {
    const { message, blob } = all[index] ?? (await given([]));
    const entries = await listQueue({ queueId });
    expect(entries.map(({ recipient, active }) => [recipient, active])).toEqual(message.recipients.map(({ address }) => [address, false]));
    expect(entries[0]?.subject).toBe(message.subject.replace('\0', '\ufffd').toWellFormed());
    expect((await readBlob(blob.sha256))?.toString()).toMatch(/^Subject: \d\r\n\r\nHello\r\n$/);
    const events = await listQueueEvents(queueId);
    expect(events.map(({ type }) => type)).toEqual(['submitted', 'queued']);
    expect(events[1]?.detail).toMatchObject({ recipients: message.recipients.length });
  }
});

test('who is over a limit leaves nothing, and the others that came with it are not held up', async () => {
  const before = await sendingOf(accountId);
  const limits = { perHour: before.lastHour + 3, perDay: 0, newPerDay: before.newLastDay + 1 };
  const to = ['new@far.example', 'newer@far.example', 'x@far.example', 'x@far.example', 'x@far.example'];
  const all = await Promise.all(to.map((address) => given([address], { limits })));
  const done = await Promise.all(all.map((one) => handIn(one)));
  expect(done.map((one) => ('refusal' in one ? one.refusal.limit : 'taken'))).toEqual(['taken', 'newPerDay', 'taken', 'taken', 'perHour']);
  expect(await sendingOf(accountId)).toEqual({
    lastHour: before.lastHour + 3,
    lastDay: before.lastDay + 3,
    newLastDay: before.newLastDay + 1,
  });
  expect(await rows('select from account_recipient where address = $1', ['newer@far.example'])).toEqual([]);
});

test('results that come together: a message whose lease was lost stays as it is, whole', async () => {
  const owner = randomUUID();
  const [a, b, c] = (
    await Promise.all([['r0@far.example'], ['R0@far.example', 'R1@far.example'], ['R0@far.example']].map((to) => given(to, { owner })))
  ).map((one) => handIn(one).then(idOf));
  const [first, second, third] = [(await a) ?? 0, (await b) ?? 0, (await c) ?? 0];
  await rows('update queue_rcpt set lease_owner = $2 where queue_id = $1 and rcpt_no = 1', [second, randomUUID()]);
  const now = new Date();
  const settle = (...of: RecipientResult[]) => settleResults({ owner, rows: of }, now, false);
  expect(
    await Promise.all([settle(result(first)), settle(result(second), result(second, 1)), settle(result(third, 0, 'deferred'))]),
  ).toEqual([true, false, true]);
  expect(await listQueue({ queueId: first })).toEqual([]);
  expect((await listQueue({ queueId: second })).map(({ attempts, active }) => [attempts, active])).toEqual([
    [0, true],
    [0, true],
  ]);
  const [left] = await listQueue({ queueId: third });
  expect([left?.attempts, left?.active, left?.nextAt]).toEqual([1, false, new Date('2030-01-01T00:00:00.5Z')]);
  expect((await listQueueEvents(third)).at(-1)).toMatchObject({
    type: 'deferred',
    detail: { attempt: 1, next: '2030-01-01T00:00:00.500Z', reply: 'taken' },
  });
  const status = async (queueId: number) =>
    (await rows<{ status: string }>('select status from mail_trace where queue_id = $1 order by trace_no', [queueId])).map(
      (row) => row.status,
    );
  expect([await status(first), await status(second), await status(third)]).toEqual([['sent'], ['queued', 'queued'], ['deferred']]);
  expect(await settle(result(first))).toBe(false);
});

test('only what is in hand has its lease renewed', async () => {
  const owner = randomUUID();
  const [held, lost] = await Promise.all(
    (await Promise.all([given(['x@far.example'], { owner }), given(['x@far.example'], { owner })])).map((one) => handIn(one).then(idOf)),
  );
  const later = new Date(Date.now() + 3_600_000);
  expect(await renewLeases({ owner, now: later, leaseMs: 1000, held: [{ queueId: held ?? 0, rcptNo: 0 }] })).toBe(1);
  const found = await rows<{ id: number }>('select queue_id as id from queue_rcpt where lease_owner = $1 and next_at > $2', [owner, later]);
  expect(found).toEqual([{ id: held }]);
  expect(lost).not.toBe(held);
});
