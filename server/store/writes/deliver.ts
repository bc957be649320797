/**
 * Takes messages in. Calls that come while a transaction runs are collected and share the next one: the fsync is the timer. Only when one
 * takes long, as it waits for an account that something large holds, the next one begins beside it, without the accounts of the first.
 * Each call stays atomic: when a shared transaction fails, its calls are tried one by one, so that a poisonous message fails alone.
 */
import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { traced } from '#server/log/tracing.ts';
import { database } from '../database.ts';
import type { Delivered, DeliverItem, Outcome } from '../contract.ts';
import { announce } from '../push/announce.ts';
import { storableJson } from '../storable.ts';
import { conversationsOf } from './conversations.ts';
import { noteDelivered } from './early-statistics.ts';
import { pendingBlobs } from './pending-blobs.ts';
import { attempt, mayBeDone } from './retry.ts';

const mostAtOnce = 4;
const patienceMs = 25;
const batchMax = 200;

interface Call {
  items: DeliverItem[];
  resolve: (outcome: Outcome<Delivered[]>) => void;
  reject: (error: unknown) => void;
}
let waiting: Call[] = [];
let running = 0;
let called = false;
/** Running transactions that others are still to wait for. */
let prompt = 0;
const busy = new Set<number>();

/** All items commit together or none does; the answer is in the order of the items. Refusals: noSuchMailbox, overQuota, notFound. */
export function deliver(items: DeliverItem[]): Promise<Outcome<Delivered[]>> {
  if (items.length === 0) return Promise.resolve({ ok: true, value: [] });
  const entered = () =>
    new Promise<Outcome<Delivered[]>>((resolve, reject) => {
      waiting.push({ items, resolve, reject });
      if (called) return;
      called = true;
      setImmediate(begin); // what this turn of the event loop still brings goes with it
    });
  return traced('store deliver', { inside: true, attributes: { 'posthorn.items': items.length } }, entered);
}

function begin(): void {
  called = false;
  if (running >= mostAtOnce || prompt > 0) return;
  const batch = take();
  if (batch.length > 0) void write(batch);
}

async function write(batch: Call[]): Promise<void> {
  const accounts = new Set(batch.flatMap(({ items }) => items.map(({ accountId }) => accountId)));
  for (const account of accounts) busy.add(account);
  running++;
  prompt++;
  let late = false;
  const patience = setTimeout(() => {
    late = true;
    prompt--;
    begin();
  }, patienceMs).unref();
  await writeTogether(batch).catch((error: unknown) => {
    for (const { reject } of batch) reject(error);
  });
  clearTimeout(patience);
  running--;
  if (!late) prompt--;
  for (const account of accounts) busy.delete(account);
  begin();
}

async function writeTogether(batch: Call[]): Promise<void> {
  const shared =
    batch.length > 1
      ? await writeAll(batch).catch((error: unknown) => {
          if (mayBeDone(error)) throw error;
          return null;
        })
      : null;
  if (shared?.ok) settle(batch, shared.value);
  else for (const call of batch) await single(call);
}

/** The oldest calls, without those for accounts that a transaction of ours has locked. */
function take(): Call[] {
  const batch: Call[] = [];
  const left: Call[] = [];
  let count = 0;
  for (const call of waiting) {
    const fits = batch.length === 0 || count + call.items.length <= batchMax;
    if (!fits || call.items.some(({ accountId }) => busy.has(accountId))) {
      left.push(call);
      continue;
    }
    batch.push(call);
    count += call.items.length;
  }
  waiting = left;
  return batch;
}

async function single(call: Call): Promise<void> {
  try {
    const outcome = await writeAll([call]);
    if (outcome.ok) settle([call], outcome.value);
    else call.resolve(outcome);
  } catch (error) {
    call.reject(error);
  }
}

interface Row {
  o_ord: number;
  o_status: 'new' | 'already';
  o_modseq: number;
  o_email: number;
  o_thread: number;
  o_mailbox: number;
  o_uid: number;
  o_uidvalidity: number;
}

function writeAll(batch: Call[]): Promise<Outcome<Row[]>> {
  // Bare pg: one function call for everything; Prisma's typed writes would be a round trip for each table and row.
  const query = callFor(batch.flatMap(({ items }) => items));
  return attempt(async () => (await database().pool.query<Row>(query)).rows);
}

/** For the queue: within a transaction that has locked the accounts in their order. The caller announces after its commit. */
export async function deliverWithin(client: ClientBase, items: DeliverItem[]): Promise<Delivered[]> {
  const { text, values } = callFor(items);
  const { rows } = await client.query<Row>(text, values);
  return deliveredFrom(items.length, rows);
}

/** Part `n` of what `deliverInParts` laid down on this connection: `count` messages. */
export async function deliverLaidDown(client: ClientBase, n: number, count: number): Promise<Delivered[]> {
  const { rows } = await client.query<Row>('select * from f_deliver((select items from laid_down where n = $1))', [n]);
  return deliveredFrom(count, rows);
}

function settle(batch: Call[], rows: Row[]): void {
  noteDelivered(rows.length);
  const all = deliveredFrom(
    batch.reduce((sum, { items }) => sum + items.length, 0),
    rows,
  );
  for (const call of batch) {
    const value = all.splice(0, call.items.length);
    for (const [index, item] of call.items.entries()) announce(item.accountId, value[index]?.modseq ?? 0);
    call.resolve({ ok: true, value });
  }
}

function deliveredFrom(count: number, rows: Row[]): Delivered[] {
  const byItem = Map.groupBy(rows, (row) => row.o_ord);
  return Array.from({ length: count }, (_, index) => {
    const found = byItem.get(index + 1) ?? [];
    const first = found[0];
    const placements = found
      .filter((row) => row.o_status === 'new')
      .map((row) => ({ mailboxId: row.o_mailbox, uid: row.o_uid, uidvalidity: row.o_uidvalidity }));
    const ids = { emailId: first?.o_email ?? 0, threadId: first?.o_thread ?? 0, modseq: first?.o_modseq ?? 0 };
    return first?.o_status === 'already' ? { ...ids, placements, already: true } : { ...ids, placements };
  });
}

/** Message-ids are kept as the first 16 octets of their SHA-256. */
export const refOf = (messageId: string): string => hash('sha256', messageId).slice(0, 32);

/** A message that comes alone, for one mailbox, has a function of its own: it costs the database half of what a set of one does. */
function callFor(items: DeliverItem[]) {
  const [item] = items;
  const isOne = items.length === 1 && item?.mailboxIds.length === 1 && !item.onceByBlob;
  const name = isOne ? 'f_deliver_one' : 'f_deliver';
  const encoded = isOne ? storableJson(fieldsOf(item)) : setOf(items);
  return { name, text: `select * from ${name}($1, $2, $3)`, values: [encoded, ...pendingBlobs(items.map(({ blob }) => blob))] };
}

/** The first parameter of f_deliver. Messages that come together and belong together: `grp` says which. */
export function setOf(items: DeliverItem[]): string {
  const plain = items.map(fieldsOf);
  const conversations = conversationsOf(plain);
  return storableJson(plain.map((item, index) => ({ ...item, grp: conversations[index] })));
}

function fieldsOf({ accountId, mailboxIds, blob, prefix, rendered: r, ...rest }: DeliverItem) {
  const refs = [...(r.messageId ? [r.messageId] : []), ...r.relatedIds];
  return {
    acc: accountId,
    boxes: mailboxIds,
    blob: blob.sha256.toString('hex'),
    prefix: prefix ? prefix.toString('hex') : null,
    size: r.size,
    hsize: r.headerSize,
    sent: r.sentAt && !Number.isNaN(r.sentAt.getTime()) ? r.sentAt.toISOString() : null,
    sent_on: r.sentOn,
    attach: r.hasAttachment,
    msgid: r.messageId ? refOf(r.messageId) : null,
    refs: [...new Set(refs.map(refOf))],
    subject: r.subject,
    sfrom: r.sortFrom,
    sto: r.sortTo,
    ssubj: r.sortSubject,
    preview: r.preview,
    env: r.envelope,
    bs: r.bodystructure,
    bd: r.body,
    hdr: r.headers,
    parts: r.root,
    flags: rest.flags ?? 0,
    kw: rest.keywords ?? null,
    recv: rest.receivedAt?.toISOString() ?? null,
    quota: rest.enforceQuota ?? false,
    once: rest.onceByBlob ?? false,
  };
}
