/** Recipients here that come out of the queue: mail that was held, notices, and what a full mailbox put off. */
import { envelopeAddresses } from '#server/delivery/envelope-addresses.ts';
import { returnPath } from '#lib/smtp/trace.ts';
import type { Expanded } from '#server/delivery/expand-recipient.ts';
import { filterLocal } from '#server/delivery/filter-local.ts';
import type { LocalDelivery } from '#server/delivery/local-delivery.ts';
import { readBlob, type ClaimedRecipient, type TraceOrigin } from '#server/store/index.ts';
import { forwardedMessage, sentOn } from './queue-message.ts';
import type { Verdict } from './settle.ts';

export interface Local {
  recipient: ClaimedRecipient;
  found: Exclude<Expanded, { kind: 'remote' }>;
}

/** All of one message. */
export async function deliverHere(all: Local[]): Promise<{ verdicts: Verdict[] } & Partial<Omit<LocalDelivery, 'rejections'>>> {
  const first = all[0]?.recipient;
  const accepted = all.flatMap(({ found }) => (found.kind === 'accepted' ? [found] : []));
  if (!first || accepted.length === 0) return { verdicts: all.map(verdictOf) };
  const { mailFrom, blob: sha256, prefix, smtputf8 } = first;
  const message = await readBlob(sha256);
  if (!message) throw new Error(`message ${first.queueId} of the queue has no blob`);
  const blob = { sha256, size: message.length };
  const own = prefix ?? Buffer.alloc(0);
  const accounts = [...new Set(accepted.flatMap((found) => found.accounts))];
  const remote = all.flatMap(({ recipient, found }) =>
    found.kind === 'accepted' ? sentOn({ ...recipient, address: recipient.rcpt }, found.remote, isAlone(found)) : [],
  );
  const recipients = [...new Map(remote.map((one) => [one.address, one])).values()];
  const { accountId, ret, envId, requireTls, relaxTls } = first;
  const addresses = envelopeAddresses(
    all.flatMap(({ found, recipient }) => (found.kind === 'accepted' ? { address: recipient.rcpt, accounts: found.accounts } : [])),
  );
  const trace = Buffer.concat([Buffer.from(returnPath(mailFrom)), own]);
  const { deliveries, enqueue, memory } = await filterLocal({
    mailFrom,
    accounts,
    addresses,
    message,
    blob,
    prefix: trace,
    requireTls,
    ...tracedAs(first),
  });
  const onward =
    recipients.length > 0
      ? [
          forwardedMessage({
            accountId,
            mailFrom,
            recipients,
            blob,
            prefix: own,
            smtputf8,
            ret,
            envId,
            requireTls,
            relaxTls,
            ...onwardTrace(first),
          }),
        ]
      : [];
  return { verdicts: all.map(verdictOf), deliveries, enqueue: [...onward, ...enqueue], memory };
}

/** Part of what came in, or was handed in, under that id; its rows are there. */
function tracedAs({ traceId, mailFrom, accountId }: ClaimedRecipient) {
  if (traceId === null) return {};
  const origin: TraceOrigin = { traceId, source: 'forward', mailFrom, remote: null, senderId: accountId };
  return { trace: { origin, recorded: true } };
}

function onwardTrace(recipient: ClaimedRecipient) {
  const { trace } = tracedAs(recipient);
  return trace ? { trace: { origin: trace.origin, messageId: null } } : {};
}

const isAlone = ({ accounts, remote }: { accounts: number[]; remote: string[] }) => accounts.length + remote.length === 1;

function verdictOf({ recipient, found }: Local): Verdict {
  const of = { recipient, host: null, tls: null };
  switch (found.kind) {
    case 'accepted':
      return { ...of, code: 250, status: '2.1.5', text: 'Delivered here', success: successOf(found) };
    case 'unknown':
      return { ...of, code: 550, status: '5.1.1', text: 'There is no such address here' };
    case 'notAllowed':
      return { ...of, code: 550, status: '5.7.2', text: 'Only its members, or users of this server, may write to that group' };
    case 'disabled':
      return { ...of, code: 550, status: '5.2.1', text: 'That account is suspended' };
    case 'overQuota':
      return { ...of, code: 452, status: '4.2.2', text: 'That mailbox is full' };
  }
}

/** RFC 3461 §5.2.7: which notice of success is due here; none when a single new address has taken over what was asked. */
export function successOf(found: { accounts: number[]; remote: string[] }): 'delivered' | 'expanded' | null {
  if (found.remote.length === 0) return 'delivered';
  return isAlone(found) ? null : 'expanded';
}
