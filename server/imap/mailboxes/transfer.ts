/** COPY and MOVE between mailboxes of any accounts. Within one account the store does it by rows; across accounts the octets are shared. */
import { renderMessage } from '#lib/message/render.ts';
import { Flag } from '#lib/message/keywords.ts';
import {
  copyMessages,
  deliverInParts,
  expunge,
  fetchRows,
  moveMessages,
  readMessage,
  type Copied,
  type CopyItem,
  type Outcome,
} from '#server/store/index.ts';
import { mayChange } from '../session/mailbox-flags.ts';
import type { Selected } from '../session/selected.ts';
import type { Place } from './tree.ts';

/** All or nothing. `modseq` is that of the source when it is moved. */
export async function transfer(from: Selected, uids: number[], to: Place, moves: boolean): Promise<Outcome<Copied>> {
  if (from.accountId === to.accountId) {
    return (moves ? moveMessages : copyMessages)(from.accountId, from.mailboxId, uids, to.mailbox.mailboxId);
  }
  const sources: number[] = [];
  const done = await deliverInParts(partsToCopy(from, uids, to, sources));
  if (!done.ok) return done;
  const pairs = sources.map((uid, n) => ({ from: uid, to: done.value[n]?.placements[0]?.uid ?? 0 }));
  const uidvalidity = done.value[0]?.placements[0]?.uidvalidity ?? to.mailbox.uidvalidity;
  if (!moves) return { ok: true, value: { modseq: done.value[0]?.modseq ?? 0, uidvalidity, pairs } };
  // Not before the copies are committed: a message may be seen twice for a moment, and is never lost.
  const gone = await expunge(from.accountId, from.mailboxId, sources, false);
  return gone.ok ? { ok: true, value: { modseq: gone.value.modseq, uidvalidity, pairs } } : gone;
}

/** What a part may hold: a message or two may be large, and what is known of a thousand small ones is as much. */
const mostMessages = 200;
const mostOctets = 16_000_000;

/** The messages by parts, as far as they are still there; `sources` gets the UID of each. */
async function* partsToCopy(from: Selected, uids: number[], to: Place, sources: number[]): AsyncGenerator<CopyItem[]> {
  let part: CopyItem[] = [];
  let octets = 0;
  for await (const page of fetchRows(from.accountId, from.mailboxId, uids)) {
    for (const row of page) {
      sources.push(row.uid);
      part.push({
        accountId: to.accountId,
        mailboxIds: [to.mailbox.mailboxId],
        blob: { sha256: row.blob, size: row.size - (row.prefix?.length ?? 0) },
        prefix: row.prefix,
        rendered: renderMessage(await readMessage(row)),
        ...flagsFor(to, row.flags, row.keywords),
        receivedAt: row.receivedAt,
        enforceQuota: true,
      });
      octets += row.size;
      if (part.length < mostMessages && octets < mostOctets) continue;
      yield part;
      [part, octets] = [[], 0];
    }
  }
  if (part.length > 0) yield part;
}

/** RFC 4314 §4: flags that the user may not set there are left away, without a word. */
export function flagsFor({ rights }: Place, flags: number, keywords: string[] | null): { flags: number; keywords: string[] | null } {
  let kept = flags & ~Flag.deleted;
  if (!rights.includes('s')) kept &= ~Flag.seen;
  if (!rights.includes('w')) kept &= Flag.seen;
  return { flags: kept | (mayChange('\\Deleted', rights) ? flags & Flag.deleted : 0), keywords: rights.includes('w') ? keywords : null };
}
