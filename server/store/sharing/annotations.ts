/** Annotations of mailboxes and of the server (RFC 5464). Mailbox 0 is the server as one account sees it. */
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { withAccount } from '../writes/with-account.ts';

export interface Annotation {
  entry: string;
  /** Null: taken away. */
  value: Buffer | null;
  modseq: number;
}

/** Those of everyone and those of this reader, by name; also what was taken away when `since` is given: changes after that modseq. */
export function listAnnotations(accountId: number, mailboxId: number, readerId: number, since?: number): Promise<Annotation[]> {
  return rows(
    `select entry, value, modseq from mailbox_annotation
     where account_id = $1 and mailbox_id = $2 and reader_id in (0, $3)
       and case when $4::bigint is null then value is not null else modseq > $4 end
     order by entry`,
    [accountId, mailboxId, readerId, since ?? null],
  );
}

/** All or nothing. Returns 'tooMany' where more than `most` would be there afterwards. */
export async function setAnnotations(
  accountId: number,
  mailboxId: number,
  readerId: number,
  changes: readonly (readonly [entry: string, value: Uint8Array | null])[],
  most: number,
): Promise<Outcome<null> | 'tooMany'> {
  let tooMany = false;
  const done = await withAccount(accountId, async (client, modseq) => {
    const text = `insert into mailbox_annotation (account_id, mailbox_id, reader_id, entry, value, modseq) values ($1, $2, $3, $4, $5, $6)
                  on conflict (account_id, mailbox_id, reader_id, entry) do update set value = excluded.value, modseq = excluded.modseq`;
    for (const [entry, value] of changes) {
      const reader = entry.startsWith('/private/') ? readerId : 0;
      await client.query(text, [accountId, mailboxId, reader, entry, value && Buffer.from(value), modseq]);
    }
    // RFC 7162 §3.2: an annotation counts as a change of its mailbox.
    await client.query('update mailbox set modseq = $3 where account_id = $1 and mailbox_id = $2', [accountId, mailboxId, modseq]);
    const count = `select count(*)::int as n from mailbox_annotation
                   where account_id = $1 and mailbox_id = $2 and reader_id in (0, $3) and value is not null`;
    tooMany = ((await client.query<{ n: number }>(count, [accountId, mailboxId, readerId])).rows[0]?.n ?? 0) > most;
    if (tooMany) throw new TooMany();
    return null;
  }).catch((error: unknown) => {
    if (error instanceof TooMany) return null;
    throw error;
  });
  return done ?? 'tooMany';
}

class TooMany extends Error {}
