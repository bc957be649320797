/** Random operations, the state of the account at many times; then back to each of them, and back again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import {
  checkStore,
  closeDatabase,
  copyMessages,
  createMailbox,
  deleteMailbox,
  deliver,
  destroyEmails,
  emailChanges,
  expunge,
  findMailboxByRole,
  indexPending,
  listMailboxes,
  listRestorations,
  mailboxChanges,
  mailboxChangesSince,
  moveMessages,
  openMailbox,
  pastReach,
  previewPutBack,
  purge,
  putBack,
  putBlob,
  queryEmails,
  storeFlags,
  trimLogs,
  updateAccount,
  updateEmails,
  updateMailbox,
  type MailboxRole,
  type Outcome,
  type PutBackResult,
  type PutBackWish,
} from '../index.ts';
import { inTransaction, rows } from '../database.ts';
import { deliverSamples, sampleAccount, sampleMail } from '../reads/sample-mail.ts';

afterAll(closeDatabase);

interface Snapshot {
  mailboxes: Record<number, unknown>;
  /** Of each email: mailbox, flags and keywords of its memberships. */
  emails: Record<number, string[]>;
}

async function snapshot(accountId: number): Promise<Snapshot> {
  const mailboxes = Object.fromEntries(
    (await listMailboxes(accountId)).map(({ mailboxId, name, parentId, role, subscribed, color, sortOrder }) => [
      mailboxId,
      { name, parentId, role, subscribed, color, sortOrder },
    ]),
  );
  const held = await rows<{ email: number; places: string[] }>(
    `select email_id as email, array_agg(format('%s: %s %s', mailbox_id, flags, keywords) order by mailbox_id, flags) as places
     from mailbox_email where account_id = $1 group by email_id order by email_id`,
    [accountId],
  );
  return { mailboxes, emails: Object.fromEntries(held.map(({ email, places }) => [email, places])) };
}
const clock = async (): Promise<Date> => (await rows<{ at: Date }>('select clock_timestamp() as at'))[0]?.at as Date;
/** After all that was done before, although a Date leaves out what Postgres counts below milliseconds. */
async function now(): Promise<Date> {
  const before = await clock();
  for (;;) {
    const at = await clock();
    if (at > before) return at;
  }
}
async function back(accountId: number, wish: PutBackWish) {
  const done = await putBack(accountId, wish, 'test');
  if (!done.ok) throw new Error(done.reason);
  return done.value;
}

// ---------- random operations, the same each time ----------

let seed = 20_261_121;
const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
const pick = <T>(all: T[]): T => all[Math.floor(random() * all.length)] as T;
const some = <T>(all: T[]): T[] => all.filter(() => random() < 0.4);

let made = 0;
async function step(accountId: number): Promise<void> {
  const boxes = await listMailboxes(accountId);
  const box = pick(boxes).mailboxId;
  const dice = random();
  const seen = await openMailbox(accountId, box);
  const [uids, emailIds] = [some(seen?.uids ?? []), some(seen?.emailIds ?? [])];
  if (dice < 0.22) {
    const places = [...new Set([box, pick(boxes).mailboxId])];
    const relatedIds = made > 3 && random() < 0.5 ? [`m${Math.floor(random() * made)}@x`] : [];
    const { bytes, rendered } = sampleMail({ messageId: `m${made++}@x`, relatedIds });
    const item = { accountId, blob: await putBlob(bytes), prefix: null, rendered };
    await deliver([{ ...item, mailboxIds: places, flags: pick([0, 1, 4]), keywords: pick([null, ['work']]) }]);
  } else if (dice < 0.37) {
    const mode = pick(['add', 'remove', 'replace'] as const);
    await storeFlags(accountId, box, uids, { mode, flags: pick([1, 2, 4, 8, 9]), keywords: pick([null, ['a'], ['b', 'work']]) });
  } else if (dice < 0.45) await copyMessages(accountId, box, uids, pick(boxes).mailboxId);
  else if (dice < 0.57) await moveMessages(accountId, box, uids, pick(boxes).mailboxId);
  else if (dice < 0.64) await expunge(accountId, box, pick([null, uids]), true);
  else if (dice < 0.7) await destroyEmails(accountId, emailIds.slice(0, 2));
  else if (dice < 0.8) {
    const mailboxIds = pick([{ set: [pick(boxes).mailboxId] }, { add: [pick(boxes).mailboxId], remove: [box] }]);
    await updateEmails(
      accountId,
      emailIds.map((emailId) => ({ emailId, mailboxIds })),
    );
  } else if (dice < 0.87) await createMailbox(accountId, { name: pick(['One', 'Two', 'Three', 'Four']), parentId: pick([null, box]) });
  else if (dice < 0.95) {
    const change = pick([
      { name: pick(['One', 'Two', 'Five']) },
      { parentId: pick([null, box]) },
      { color: '#ff0000' },
      { subscribed: false },
    ]);
    await updateMailbox(accountId, pick(boxes).mailboxId, random() < 0.2 ? { role: pick<MailboxRole | null>(['archive', null]) } : change);
  } else {
    const plain = boxes.filter(({ role }) => role === null);
    if (plain.length > 1) await deleteMailbox(accountId, pick(plain).mailboxId, { onDestroyRemoveEmails: true });
  }
}

test('the account is as it was at every time, and as before after each undo', async () => {
  const { accountId } = await sampleAccount('storm@past.example');
  const past: { at: Date; state: Snapshot }[] = [];
  for (let round = 0; round < 16; round++) {
    past.push({ at: await now(), state: await snapshot(accountId) });
    for (let count = 0; count < 12; count++) await step(accountId);
  }
  const last = await snapshot(accountId);
  expect(Object.keys(last.emails).length).toBeGreaterThan(10);
  // Backwards, forwards again past former restorations, and across.
  for (const index of [15, 12, 8, 3, 0, 9, 14, 1, 6]) {
    const { at, state } = past[index] as (typeof past)[number];
    const before = await snapshot(accountId);
    const told = await previewPutBack(accountId, { to: { at }, newGoes: true });
    const staying = await previewPutBack(accountId, { to: { at } });
    expect(await snapshot(accountId), 'a look changes nothing').toEqual(before);
    const stayed = await back(accountId, { to: { at } });
    expect(inOrder(staying), `to round ${index}, what came since staying`).toEqual(inOrder({ ok: true, value: stayed }));
    await back(accountId, { to: { state: stayed.before }, newGoes: true });
    expect(await snapshot(accountId)).toEqual(before);
    const done = await back(accountId, { to: { at }, newGoes: true });
    expect(inOrder(told), `to round ${index}`).toEqual(inOrder({ ok: true, value: done }));
    expect(await snapshot(accountId), `as in round ${index}`).toEqual(state);
    await programsFollow(accountId, done.before, before, state);
    expect(await checkStore()).toEqual([]);
    if (index % 2 === 0) {
      await back(accountId, { to: { state: done.before }, newGoes: true });
      expect(await snapshot(accountId), `undone from round ${index}`).toEqual(before);
      expect(await checkStore()).toEqual([]);
    }
  }
  expect((await listRestorations(accountId)).length).toBeGreaterThan(9);
}, 120_000);

/** What is told of it, but for the numbers of the states; folders of one name stand in any order. */
function inOrder(told: Outcome<PutBackResult>) {
  if (!told.ok) return told;
  const { modseq, before, ...rest } = told.value;
  const sorted = <T extends { id: number }>(list: T[]) => list.toSorted((a, b) => a.id - b.id);
  const { folders, foldersBack, foldersChanged, foldersGone } = rest;
  const lists = { folders: sorted(folders), foldersBack: sorted(foldersBack), foldersChanged: sorted(foldersChanged) };
  return { ...rest, ...lists, foldersGone: sorted(foldersGone), does: modseq !== before };
}

/** What JMAP and IMAP tell of the change leads from the state before to the state now. */
async function programsFollow(accountId: number, since: number, before: Snapshot, after: Snapshot): Promise<void> {
  const emails = await emailChanges(accountId, since);
  const boxes = await mailboxChanges(accountId, since);
  if (emails === 'cannotCalculate' || boxes === 'cannotCalculate') throw new Error('changes cannot be told');
  const ids = (of: object) => new Set(Object.keys(of).map(Number));
  for (const [changes, was, is] of [
    [emails, ids(before.emails), ids(after.emails)],
    [boxes, ids(before.mailboxes), ids(after.mailboxes)],
  ] as const) {
    expect(new Set(changes.created)).toEqual(new Set([...is].filter((id) => !was.has(id))));
    expect(new Set(changes.destroyed)).toEqual(new Set([...was].filter((id) => !is.has(id))));
  }
  const changed = Object.keys(after.emails).filter((id) => {
    const was = before.emails[Number(id)];
    return was && String(was) !== String(after.emails[Number(id)]);
  });
  expect(emails.updated).toEqual(expect.arrayContaining(changed.map(Number)));
  for (const mailboxId of ids(after.mailboxes)) {
    if (!before.mailboxes[mailboxId]) continue;
    const told = await mailboxChangesSince(accountId, mailboxId, since);
    const uids = new Set((await openMailbox(accountId, mailboxId))?.uids);
    for (const uid of told?.vanished ?? []) expect(uids.has(uid)).toBe(false);
    for (const { uid } of told?.changed ?? []) expect(uids.has(uid)).toBe(true);
  }
}

// ---------- what people expect ----------

let accountId: number;
let inbox: number;
let archive: number;
beforeAll(async () => {
  ({ accountId, inbox, archive } = await sampleAccount('bob@past.example'));
});

test('what came since stays; folders come back under a new UIDVALIDITY, mail under new UIDs, and search finds it', async () => {
  const work = await createMailbox(accountId, { name: 'Work', parentId: null });
  if (!work.ok) throw new Error(work.reason);
  const { mailboxId: workId, uidvalidity } = work.value;
  const [filed, read] = await deliverSamples(accountId, inbox, [{ body: 'the quarterly pancakes\r\n' }, {}]);
  await moveMessages(accountId, inbox, [filed?.uid ?? 0], workId);
  await indexPending(100);
  const then = await now();

  await storeFlags(accountId, inbox, [read?.uid ?? 0], { mode: 'add', flags: Flag.seen, keywords: ['later'] });
  await deleteMailbox(accountId, workId, { onDestroyRemoveEmails: true });
  const [fresh] = await deliverSamples(accountId, inbox, [{ subject: 'New' }]);
  const label = await createMailbox(accountId, { name: 'Work', parentId: null });
  if (!label.ok) throw new Error(label.reason);
  await copyMessages(accountId, inbox, [fresh?.uid ?? 0], label.value.mailboxId);

  const done = await back(accountId, { to: { at: then } });
  expect(done).toMatchObject({
    back: 1,
    moved: 0,
    flagged: 1,
    gone: 0,
    kept: 1,
    foldersGone: [],
    foldersBack: [{ id: workId, name: 'Work' }],
  });
  const boxes = await listMailboxes(accountId);
  const again = boxes.find(({ mailboxId }) => mailboxId === workId);
  expect(again).toMatchObject({ name: 'Work', total: 1 });
  expect(again?.uidvalidity).toBeGreaterThan(uidvalidity);
  expect(boxes.find(({ mailboxId }) => mailboxId === label.value.mailboxId)).toMatchObject({ name: 'Work (2)', total: 1 });
  expect((await openMailbox(accountId, workId))?.uids).toEqual([2]); // 1 was given out before
  expect((await openMailbox(accountId, inbox))?.flags).toEqual([0, 0]);
  await indexPending(100);
  const query = {
    filter: { text: 'pancakes', exact: false },
    sort: [],
    collapseThreads: false,
    position: 0,
    limit: 9,
    calculateTotal: true,
  };
  expect(await queryEmails(accountId, query)).toMatchObject({ ids: [filed?.emailId], total: 1 });

  const undone = await back(accountId, { to: { state: done.before } });
  expect(undone).toMatchObject({ gone: 1, flagged: 1, foldersGone: [{ id: workId, name: 'Work' }], kept: 0 });
  expect(
    (await listMailboxes(accountId)).filter(({ name }) => name.startsWith('Work')).map(({ mailboxId, name }) => [mailboxId, name]),
  ).toEqual([[label.value.mailboxId, 'Work']]);
  expect(await checkStore()).toEqual([]);
});

test('a second time nothing is left to do, and nothing is written', async () => {
  const then = await now();
  await deliverSamples(accountId, inbox, [{}]);
  const done = await back(accountId, { to: { at: then } });
  expect(done.modseq).toBe(done.before);
  expect(done).toMatchObject({ back: 0, moved: 0, flagged: 0, gone: 0, kept: 1 });
});

test('a look waits for nobody, and nobody for it', async () => {
  const { accountId: own, inbox: box } = await sampleAccount('looked-at@past.example');
  const then = await now();
  await deliverSamples(own, box, [{}]);
  await inTransaction(async (client) => {
    await client.query('select from account_state where account_id = $1 for update', [own]); // as a delivery does
    expect(await previewPutBack(own, { to: { at: then } })).toMatchObject({ ok: true, value: { kept: 1 } });
  });
});

test('the quota is respected', async () => {
  const { accountId: full, inbox: box } = await sampleAccount('full@past.example');
  const [mail] = await deliverSamples(full, box, [{ body: 'x'.repeat(5000) }]);
  const then = await now();
  await destroyEmails(full, [mail?.emailId ?? 0]);
  await updateAccount(full, { quotaBytes: 1000 });
  expect(await previewPutBack(full, { to: { at: then } })).toEqual({ ok: false, reason: 'overQuota' });
  expect(await putBack(full, { to: { at: then } }, 'test')).toEqual({ ok: false, reason: 'overQuota' });
  expect(await checkStore()).toEqual([]);
});

test('nobody gets further back than what is kept, nor to a time to come', async () => {
  const { accountId: own, inbox: box } = await sampleAccount('reach@past.example');
  const reach = (await pastReach(own)) as Date;
  for (const at of [new Date(reach.getTime() - 1000), new Date(Date.now() + 3_600_000)])
    expect(await putBack(own, { to: { at } }, 'test')).toEqual({ ok: false, reason: 'notFound' });
  expect(await putBack(own, { to: { state: 9_999_999 } }, 'test')).toEqual({ ok: false, reason: 'notFound' });

  // A log that was shortened reaches less far; 30 days are kept whatever its length.
  const [mail] = await deliverSamples(own, box, [{}]);
  for (const flags of [1, 2, 4]) await storeFlags(own, box, [mail?.uid ?? 0], { mode: 'replace', flags, keywords: null });
  const then = await now();
  await destroyEmails(own, [mail?.emailId ?? 0]);
  await trimLogs({ rows: 1 });
  expect(await pastReach(own)).toEqual(reach);
  await trimLogs({ mostRows: 1 });
  expect((await pastReach(own))?.getTime()).toBeGreaterThan(reach.getTime());
  expect(await putBack(own, { to: { at: reach } }, 'test')).toEqual({ ok: false, reason: 'notFound' });
  expect(await back(own, { to: { at: then } })).toMatchObject({ back: 1 });

  // Nor to what was purged.
  const later = await now();
  await destroyEmails(own, [mail?.emailId ?? 0]);
  await rows(`update buried set purge_after = now() - interval '40 days' where account_id = $1`, [own]);
  await purge();
  expect(await back(own, { to: { at: later } })).toMatchObject({ back: 0 });
  expect(await checkStore()).toEqual([]);
});

test('a message sent since does not become a draft again; one in Snoozed is not left there for ever', async () => {
  const { accountId: own, inbox: box } = await sampleAccount('sent@past.example');
  const drafts = (await findMailboxByRole(own, 'drafts'))?.mailboxId ?? 0;
  const sent = (await findMailboxByRole(own, 'sent'))?.mailboxId ?? 0;
  const [draft] = await deliverSamples(own, drafts, [{}]);
  const [mail] = await deliverSamples(own, box, [{}]);
  const snoozed = await createMailbox(own, { name: 'Snoozed', parentId: null, role: 'snoozed' });
  if (!snoozed.ok) throw new Error(snoozed.reason);
  await moveMessages(own, box, [mail?.uid ?? 0], snoozed.value.mailboxId);
  const then = await now();
  await rows(
    `insert into submission (account_id, submission_id, email_id, thread_id, identity_id, envelope, send_at, undo_status, modseq, created_modseq)
     select $1, 999, $2, 0, 0, '{}', now(), 'final', modseq + 1, modseq + 1 from account_state where account_id = $1`,
    [own, draft?.emailId],
  );
  await updateEmails(own, [{ emailId: draft?.emailId ?? 0, mailboxIds: { set: [sent] } }]);
  await updateEmails(own, [{ emailId: mail?.emailId ?? 0, mailboxIds: { set: [archive] } }]);
  await updateEmails(own, [{ emailId: mail?.emailId ?? 0, mailboxIds: { set: [box] } }]);
  const done = await back(own, { to: { at: then } });
  expect(done).toMatchObject({ back: 0, moved: 0 });
  expect((await openMailbox(own, sent))?.emailIds).toEqual([draft?.emailId]);
  expect((await openMailbox(own, box))?.emailIds).toEqual([mail?.emailId]);
});

test('a large one tells how far it is, and leaves all as it was when it is ended', async () => {
  const { accountId: own, inbox: box } = await sampleAccount('large@past.example');
  await deliverSamples(
    own,
    box,
    Array.from({ length: 40 }, (_, n) => ({ subject: `Sample ${n}` })),
  );
  const all = async () => (await openMailbox(own, box))?.uids ?? [];
  for (let times = 0; times < 6; times++) await copyMessages(own, box, await all(), box); // each email 64 times: what slices must not part
  const uids = await all();
  expect(uids.length).toBe(40 * 64);
  const then = await now();
  await storeFlags(own, box, uids.slice(0, 1500), { mode: 'add', flags: Flag.seen, keywords: null });
  await expunge(own, box, uids.slice(1000), false);
  const before = await snapshot(own);
  const ending = new AbortController();
  const ended = putBack(own, { to: { at: then } }, 'test', { signal: ending.signal, tell: () => ending.abort() });
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  expect(await snapshot(own)).toEqual(before);
  expect(await listRestorations(own)).toEqual([]);

  const told: number[] = [];
  const watch = { signal: new AbortController().signal, tell: (share: number) => void told.push(share) };
  const done = await putBack(own, { to: { at: then } }, 'test', watch);
  expect(done).toMatchObject({ ok: true });
  expect(told).toEqual([...told].sort((one, other) => one - other));
  expect(told.at(-1)).toBe(1);
  expect(told.length).toBeGreaterThan(5);
  expect((await all()).length).toBe(40 * 64);
  expect(await checkStore()).toEqual([]);
  if (done.ok) await back(own, { to: { state: done.value.before } }); // as before, and so what is lost in slices too
  expect((await snapshot(own)).emails).toEqual(before.emails);
  expect(await checkStore()).toEqual([]);
});
