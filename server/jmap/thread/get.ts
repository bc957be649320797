/** Thread/get (RFC 8621 §3.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseThreadWireId, threadWireId } from '#lib/ids.ts';
import type { JmapThread } from '#lib/jmap/types.ts';
import { accountState, getEmailMetadata, getThreads } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import type { SharedView } from '../shared/view.ts';
import { checkProperties, idsToGet, pick } from '../standard/get.ts';

export const threadGet = method({
  name: 'Thread/get',
  capability: capability.mail,
  args: getArguments,
  sharing: true,
  async run({ accountId, shared }, { ids, properties }) {
    checkProperties(properties, (property) => property === 'id' || property === 'emailIds');
    const wanted = idsToGet(ids);
    // RFC 8620 §5.1: null stands for all, "if it is supported for that data type": there are as many threads as there is mail.
    if (wanted === null) throw new MethodError('requestTooLarge', 'Name the threads by their ids.');
    const numbers = wanted.map((id) => parseThreadWireId(accountId, id));
    const state = await accountState(accountId);
    const threads = await getThreads(
      accountId,
      numbers.filter((number) => number !== null),
    );
    if (shared) await narrow(accountId, shared, threads);
    const list: Partial<JmapThread>[] = [];
    const notFound: string[] = [];
    for (const [index, id] of wanted.entries()) {
      const number = numbers[index] ?? null;
      const emails = number === null ? undefined : threads.get(number);
      if (number === null || !emails?.length) notFound.push(id);
      else {
        const thread = { id: threadWireId(accountId, number), emailIds: emails.map((email) => emailWireId(accountId, email)) };
        list.push(pick(thread, properties));
      }
    }
    return { state: String(state), list, notFound };
  },
});

/** Of a thread in somebody else's account: the emails that may be read. */
async function narrow(accountId: number, shared: SharedView, threads: Map<number, number[]>): Promise<void> {
  const rows = await getEmailMetadata(accountId, [...threads.values()].flat());
  const seen = new Set(rows.filter((row) => shared.narrowed(row)).map(({ emailId }) => emailId));
  for (const [threadId, emailIds] of threads)
    threads.set(
      threadId,
      emailIds.filter((emailId) => seen.has(emailId)),
    );
}
