/** Delivers what was held, as if it had come now: by the rules of its recipients, and on to where aliases and lists send it. */
import { namesFor } from '#lib/spam/reasons.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { asksForNoTls } from '#lib/smtp/tls-required.ts';
import { returnPath } from '#lib/smtp/trace.ts';
import { filterLocal } from '#server/delivery/filter-local.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import { commitMail, getAccount, readBlob, type Quarantined, type TraceOrigin } from '#server/store/index.ts';
import { forwardedMessage } from './queue-message.ts';

/** False when nobody is left who could get it. It is gone from the quarantine in the very transaction that delivers it. */
export async function releaseHeld(held: Quarantined): Promise<boolean> {
  const { quarantineId, mailFrom, remote, prefix, requireTls = false } = held;
  const message = await readBlob(held.blob);
  if (!message) throw new Error(`message ${quarantineId} of the quarantine has no blob`);
  const accounts: number[] = [];
  for (const accountId of held.accountIds) if (await getAccount(accountId)) accounts.push(accountId);
  if (accounts.length + remote.length === 0) return false;
  const blob = { sha256: held.blob, size: message.length };
  const released = { type: 'released', detail: { score: held.score, reasons: namesFor(held.reasons) } };
  const origin: TraceOrigin = { traceId: held.traceId, source: 'smtp', mailFrom, remote: null, senderId: null };
  const here = await filterLocal({
    ...{ mailFrom, accounts, message, blob, requireTls, trace: { origin, recorded: true } },
    prefix: Buffer.concat([Buffer.from(returnPath(mailFrom)), prefix]),
  });
  const done = await commitMail({
    deliveries: here.deliveries.map((item) => ({ ...item, events: [...(item.events ?? []), released] })),
    enqueue: [...here.enqueue, ...(remote.length > 0 ? [await onward(held, message, origin)] : [])],
    memory: here.memory,
    releasedFromQuarantine: quarantineId,
  });
  if (!done.ok) throw new Error(`message ${quarantineId} of the quarantine could not be delivered: ${done.reason}`);
  return true;
}

/** As it would have been sent on when it came, but for the seal: what was found out about its sender then is no longer known. */
async function onward(
  { mailFrom, rcpts, remote, blob: sha256, prefix, smtputf8, requireTls = false }: Quarantined,
  message: Buffer,
  from: TraceOrigin,
) {
  const recipients = remote.map((address) => ({ address }));
  const blob = { sha256, size: message.length };
  const trace = { origin: { ...from, source: 'forward' as const }, messageId: null };
  const forward = await prepareForward({ auth: null, mailFrom, message, domain: domainOf(rcpts[0] ?? ''), prefix });
  const relaxTls = !requireTls && asksForNoTls(message);
  return forwardedMessage({ recipients, blob, smtputf8, requireTls, relaxTls, trace, ...forward });
}
