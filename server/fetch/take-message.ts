/**
 * Puts fetched messages into the mailbox that their owner chose. A message that was taken once is not taken again into the same mailbox,
 * also when the process died between its delivery and the note of it.
 */
import { createHash } from 'node:crypto';
import { arrivalOf } from '#lib/message/arrival.ts';
import { renderMessage } from '#lib/message/render.ts';
import { deliver, holdsMessage, putBlob, type DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';

export interface Fetched {
  bytes: Buffer;
  flags: number;
  keywords: string[] | null;
  /** As the other server has it. */
  receivedAt: Date | null;
}

type Target = Pick<DueFetch, 'accountId' | 'mailboxId'>;

/** `sha256` is that of the message. `unlessAnywhere`: not when it is in any mailbox. Throws FetchFailed when nothing more can be taken. */
export async function takeMessage(
  { accountId, mailboxId }: Target,
  { bytes, flags, keywords, receivedAt }: Fetched,
  unlessAnywhere = false,
): Promise<{ already: boolean; sha256: Buffer }> {
  const rendered = renderMessage(bytes);
  const at = receivedAt ?? arrivalOf(bytes, rendered, new Date());
  const sha256 = createHash('sha256').update(bytes).digest();
  if (unlessAnywhere && (await holdsMessage(accountId, sha256))) return { already: true, sha256 };
  const blob = await putBlob(bytes);
  const item = { accountId, mailboxIds: [mailboxId], blob, prefix: null, rendered, flags, keywords };
  const done = await deliver([{ ...item, ...(at ? { receivedAt: at } : {}), enforceQuota: true, onceByBlob: true }]);
  if (!done.ok)
    throw new FetchFailed(done.reason === 'overQuota' ? 'full' : done.reason === 'noSuchMailbox' ? 'mailbox' : 'server', done.reason);
  return { already: done.value[0]?.already ?? false, sha256 };
}
