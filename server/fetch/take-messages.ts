/**
 * Puts fetched messages into the mailbox that their owner chose. A message that was taken once is not taken again into the same mailbox,
 * also when the process died between its delivery and the note of it.
 */
import { arrivalOf } from '#lib/message/arrival.ts';
import { renderMessage } from '#lib/message/render.ts';
import { deliver, putBlob, type DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';

export interface Fetched {
  bytes: Buffer;
  flags: number;
  keywords: string[] | null;
  /** As the other server has it. */
  receivedAt: Date | null;
}

/** The number of those that are new here. */
export async function takeMessages(
  { accountId, mailboxId }: Pick<DueFetch, 'accountId' | 'mailboxId'>,
  messages: readonly Fetched[],
): Promise<number> {
  let taken = 0;
  for (const { bytes, flags, keywords, receivedAt } of messages) {
    const rendered = renderMessage(bytes);
    const at = receivedAt ?? arrivalOf(bytes, rendered, new Date());
    const item = { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered, flags, keywords };
    const done = await deliver([{ ...item, ...(at ? { receivedAt: at } : {}), enforceQuota: true, onceByBlob: true }]);
    if (!done.ok)
      throw new FetchFailed(done.reason === 'overQuota' ? 'full' : done.reason === 'noSuchMailbox' ? 'mailbox' : 'server', done.reason);
    if (!done.value[0]?.already) taken++;
  }
  return taken;
}
