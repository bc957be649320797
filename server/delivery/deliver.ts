/**
 * Delivers to accounts here: one blob, all recipients in one transaction. When there is nothing for the queue beside it, deliveries of
 * many senders share a commit.
 */
import { traced } from '#server/log/tracing.ts';
import {
  commitMail,
  deliver,
  deliveredEvents,
  deliveredTraces,
  findRecipients,
  keepBlob,
  noteEvents,
  noteTraces,
  type Delivered,
  type DeliveryEventDetail,
  type NewQueueMessage,
  type Outcome,
  type Recipient,
} from '#server/store/index.ts';
import { judgeForAccounts } from './judge-for-account.ts';
import type { Judged } from './judge-message.ts';
import { keptNowhere } from './kept-nowhere.ts';
import { filterLocal, isPlain, type FilteredMessage } from './filter-local.ts';
import type { Rejection } from './local-delivery.ts';

export interface DeliverRequest extends Omit<FilteredMessage, 'verdicts' | 'auth' | 'recipients'> {
  /** Of its accounts and its author, where they were asked for before. */
  recipients?: Promise<ReadonlyMap<number, Recipient>>;
  /** What was found out about it; absent for what this server made itself. */
  judged?: Judged;
  /** For the timeline: where it came from. */
  received?: DeliveryEventDetail;
  /** What goes to the queue in the same transaction: the remote targets of aliases. */
  enqueue?: NewQueueMessage[];
  /** Accounts whose own refusal a reply can tell (LMTP, RFC 2033 §4.2): it is given back in `refused`, and makes no notice. */
  answered?: ReadonlySet<number>;
}

export type Delivering =
  { ok: true; value: Delivered[]; refused?: ReadonlyMap<number, string> } | Extract<Outcome<Delivered[]>, { ok: false }> | Refused;

/** The only recipient refuses it: nothing was written, and the sender is to be told so by SMTP. */
export interface Refused {
  ok: false;
  reason: 'refused';
  text: string;
}

export const deliverMessage = (request: DeliverRequest): Promise<Delivering> =>
  traced('deliver', { attributes: { 'posthorn.accounts': request.accounts.length } }, () => delivered(request));

async function delivered({ received, judged, enqueue = [], answered, ...message }: DeliverRequest): Promise<Delivering> {
  const recipients = await (message.recipients ?? findRecipients(message.accounts, judged?.looked?.author ?? ''));
  const verdicts = judged && (await judgeForAccounts([...recipients.values()], judged));
  const filtered = await filterLocal(
    { ...message, recipients, auth: judged?.auth ?? null, ...(verdicts ? { verdicts } : {}) },
    { refuses: true },
  );
  const { deliveries, memory, rejections } = filtered;
  // RFC 5429 §2.1: with more recipients, or other actions beside it, one reply cannot say it.
  const alone = deliveries.length + enqueue.length + filtered.enqueue.length === 0 && rejections.length === 1;
  const text = alone && rejections[0] ? refusalText(rejections[0]) : null;
  if (text !== null) return { ok: false, reason: 'refused', text };
  const traces = keptNowhere(message, deliveries);
  const refused = new Map<number, string>();
  for (const one of rejections) {
    const words = answered?.has(one.accountId) ? refusalText(one) : null;
    if (words !== null) refused.set(one.accountId, words);
  }
  const told = refused.size > 0 ? { refused } : {};
  const notices = rejections.flatMap(({ accountId, notice }) => (refused.has(accountId) ? [] : (notice ?? [])));
  const outgoing = [...enqueue, ...filtered.enqueue, ...notices];
  if (outgoing.length > 0 || !isPlain(filtered)) {
    await keepBlob(message.blob); // what goes out refers to it, too
    const done = await commitMail({ deliveries, enqueue: outgoing, memory, traces, ...(received ? { received } : {}) });
    return done.ok ? { ok: true, value: done.value.delivered, ...told } : done;
  }
  const done = await deliver(deliveries);
  if (!done.ok) return done;
  noteEvents(deliveries.flatMap((item, index) => deliveredEvents(item, done.value[index], received)));
  noteTraces([...deliveredTraces(deliveries, done.value), ...traces]);
  return { ...done, ...told };
}

/** Null: it must be told by a notice. RFC 5429 §2.1.1, §2.2.1: SMTP says ASCII; `ereject` may be told in other words. */
function refusalText({ how, reason }: Rejection): string | null {
  const words = reason.replaceAll(/\s+/g, ' ').trim().slice(0, 400);
  if (/^[\x20-\x7e]+$/.test(words)) return words;
  return how === 'ereject' ? 'The recipient refuses this message' : null;
}
