/** The worker that keeps `email_text` up with the mail: `deliver` leaves a row in `index_job`, the text is extracted here, in batches. */
import { setImmediate } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { searchableText } from '#lib/message/text.ts';
import type { StoredAddress, StoredHeaders } from '#lib/message/stored.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { readMessage } from '../blobs/read-blob.ts';
import { readMessages } from '../blobs/read-messages.ts';
import { database, inLazyTransaction } from '../database.ts';
import { standingBack } from '../writes/rush.ts';
import { phraseBits } from './phrase-bits.ts';
import { fold, indexedText, separator, type IndexedText } from './words.ts';

const batch = 200;
const readTogether = 64 * 1024; // octets: what is larger is read by itself
const turn = 10; // messages between which others of this process have their turn

/** Characters of a message's text. */
const mostRead = 4_000_000;

/** Indexes at most `limit` emails of any account; rows that another process works on are passed over. Returns how many were done. */
export function indexPending(limit: number): Promise<number> {
  return inLazyTransaction(async (client) => {
    const fresh = await work(client, 'where not again order by account_id, email_id limit $1 for update skip locked', [limit]);
    return fresh > 0 ? fresh : work(client, 'order by account_id, email_id limit $1 for update skip locked', [limit]);
  });
}

/** Before a search: everything of this account that is committed by now. Waits for rows that a worker is busy with. */
export async function indexAccount(accountId: number): Promise<void> {
  const { rows } = await database().pool.query('select from index_job where account_id = $1 and not again limit 1', [accountId]);
  if (rows.length === 0) return;
  const select = `where account_id = $1 and not again order by account_id, email_id limit $2 for update`;
  while ((await inLazyTransaction((client) => work(client, select, [accountId, batch]))) === batch);
}

/** Runs until stopped. */
export function startIndexer(idleMs = 500): () => Promise<void> {
  const stopping = new AbortController();
  const standsBack = standingBack();
  let unsorted = 0;
  const running = (async () => {
    while (!stopping.signal.aborted) {
      if (await standsBack().catch(() => false)) {
        await pause(idleMs, stopping.signal);
        continue;
      }
      const done = await indexPending(batch).catch((error: unknown) => {
        log.error('index.failed', { reason: reasonOf(error) });
        return 0;
      });
      unsorted += done;
      if (unsorted >= mostUnsorted || (done < batch && unsorted > 0)) {
        unsorted = 0;
        await sortIn().catch((error: unknown) => log.warn('index.pending', { reason: reasonOf(error) }));
      }
      if (done < batch) await pause(idleMs, stopping.signal);
    }
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}

const mostUnsorted = 4000;

/** What was added to the indexes lies in a list beside them, which every search reads through: 0.2 s when it is at its longest. */
async function sortIn(): Promise<void> {
  await database().pool.query(`select gin_clean_pending_list('email_text_fts'), gin_clean_pending_list('email_text_hdr')`);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

interface Job {
  accountId: number;
  emailId: number;
}
interface Email extends Job {
  blob: Buffer;
  prefix: Buffer | null;
  size: number;
  subject: string;
  headers: StoredHeaders;
}

async function work(client: PoolClient, which: string, values: unknown[]): Promise<number> {
  const { rows: jobs } = await client.query<Job>(`select account_id as "accountId", email_id as "emailId" from index_job ${which}`, values);
  if (jobs.length === 0) return 0;
  const { rows: emails } = await client.query<Email>(
    `select e.account_id as "accountId", e.email_id as "emailId", e.blob, e.prefix, e.size, e.subject, e.hdr as headers
     from unnest($1::int[], $2::bigint[]) as j(account_id, email_id) join email e using (account_id, email_id)`,
    keysOf(jobs),
  );
  const { done, texts } = await textsOf(emails);
  const left = new Set(emails.filter((email) => !done.includes(email)).map(({ accountId, emailId }) => `${accountId} ${emailId}`));
  const settled = left.size === 0 ? jobs : jobs.filter(({ accountId, emailId }) => !left.has(`${accountId} ${emailId}`));
  await client.query(
    `insert into email_text (account_id, email_id, hdr, body, truncated, overflow, rest)
     select * from unnest($1::int[], $2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::boolean[], $7::text[])
     on conflict (account_id, email_id) do update
       set hdr = excluded.hdr, body = excluded.body, truncated = excluded.truncated, overflow = excluded.overflow,
           rest = excluded.rest
       where (email_text.hdr, email_text.body, email_text.truncated, email_text.overflow, email_text.rest)
         is distinct from (excluded.hdr, excluded.body, excluded.truncated, excluded.overflow, excluded.rest)`,
    [
      ...keysOf(done),
      texts.map(({ hdr }) => hdr),
      texts.map(({ body }) => body),
      texts.map(({ truncated }) => truncated),
      texts.map(({ overflow }) => overflow),
      texts.map(({ rest }) => rest),
    ],
  );
  await client.query('select f_brief($1, $2)', [emails.map(({ accountId }) => accountId), emails.map(({ emailId }) => emailId)]);
  const phrases = emails.flatMap(({ accountId, emailId }, n) => {
    const { body = '', rest = null } = texts[n] ?? {};
    const bits = phraseBits([body.split(separator, 1)[0] ?? '', rest ?? '']);
    return bits ? [{ accountId, emailId, bits }] : [];
  });
  await client.query(
    `insert into email_phrase (account_id, email_id, bits) select * from unnest($1::int[], $2::bigint[], $3::bytea[])
     on conflict (account_id, email_id) do update set bits = excluded.bits where email_phrase.bits <> excluded.bits`,
    [phrases.map(({ accountId }) => accountId), phrases.map(({ emailId }) => emailId), phrases.map(({ bits }) => bits)],
  );
  await client.query(
    `delete from index_job j using unnest($1::int[], $2::bigint[]) as d(account_id, email_id)
     where j.account_id = d.account_id and j.email_id = d.email_id`,
    keysOf(settled),
  );
  return settled.length;
}

const keysOf = (jobs: Job[]) => [jobs.map(({ accountId }) => accountId), jobs.map(({ emailId }) => emailId)];

/** Of those that can be read now; the others wait until their storage answers. */
async function textsOf(emails: Email[]): Promise<{ done: Email[]; texts: Text[] }> {
  const small = emails.filter(({ size }) => size <= readTogether);
  const ranges = small.map(({ blob, prefix, size }) => ({ blob, prefix, from: 0, to: size }));
  const read = await readMessages(ranges).catch(() => []); // one that is gone is told of when it is read by itself
  const bytes = new Map(read.map((one, index) => [small[index], one]));
  const found: { done: Email[]; texts: Text[] } = { done: [], texts: [] };
  for (const [index, email] of emails.entries()) {
    if (index % turn === 0) await setImmediate();
    const text = await textOf(email, bytes.get(email));
    if (!text) continue;
    found.done.push(email);
    found.texts.push(text);
  }
  return found;
}

type Text = { hdr: string } & IndexedText;

/** Null when it cannot be read now. What no parser understands is still found by its subject and addresses, and its text by the scan of long texts. */
async function textOf(email: Email, bytes: Buffer | undefined): Promise<Text | null> {
  const kept = keptHeaders(email);
  try {
    const { hdr, body, truncated } = searchableText(bytes ?? (await readMessage(email)), mostRead);
    const text = indexedText(fold(body));
    return { hdr: clean(fold(`${kept}\n${hdr}`)), ...text, truncated: truncated || text.truncated, overflow: truncated || text.overflow };
  } catch (error) {
    if (error instanceof StorageFault) return null;
    log.warn('index.unreadable', { accountId: email.accountId, emailId: email.emailId, reason: reasonOf(error) });
    return { hdr: clean(fold(kept)), body: '', rest: null, truncated: true, overflow: true };
  }
}

/** As `header-condition.ts` spells them, so that the index of `hdr` finds whatever those conditions accept. */
function keptHeaders({ subject, headers }: Email): string {
  const lists = [headers.from, headers.to, headers.cc, headers.bcc, headers.sender, headers.replyTo];
  const line = (list: StoredAddress[]) => list.map(({ name, email }) => `${name ?? ''} <${email}>`).join(', ');
  const ids = (headers.messageId ?? []).map((id) => `<${id}>`).join(' ');
  return [subject, ...lists.flatMap((list) => (list ? [line(list)] : [])), ids].join('\n');
}

const clean = (text: string): string => text.replaceAll('\0', ' ');
