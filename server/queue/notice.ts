/** The notice to the sender, as deliveries here or as a message for the queue. Never for the null sender: no bounce of a bounce. */
import { randomUUID } from 'node:crypto';
import { deliveryNotice } from '#lib/smtp/dsn.ts';
import { headerFacts } from '#lib/smtp/header-facts.ts';
import { returnPath } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { signMessage } from '#server/mailauth/sign.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { localItems } from '#server/delivery/local-items.ts';
import {
  putBlob,
  readBlob,
  type ClaimedRecipient,
  type DeliverItem,
  type NewQueueMessage,
  type RecipientResult,
} from '#server/store/index.ts';
import { forwardedMessage } from './queue-message.ts';

const headerMax = 64 * 1024;

export interface Notice {
  deliveries: DeliverItem[];
  enqueue: NewQueueMessage[];
}
export interface Tried {
  recipient: ClaimedRecipient;
  result: RecipientResult;
}

/** All of one message. */
export async function noticeTo(action: 'failed' | 'delayed', tried: Tried[], now: Date): Promise<Notice> {
  const word = action === 'failed' ? 'FAILURE' : 'DELAY';
  // RFC 3461 §4.1: without NOTIFY, failures and delays are reported.
  const wanted = tried.filter(({ recipient: { notify } }) => !notify || notify.toUpperCase().split(',').includes(word));
  const first = wanted[0]?.recipient;
  if (!first || first.mailFrom === '') return { deliveries: [], enqueue: [] };
  const made = Buffer.from(
    deliveryNotice({
      action,
      to: first.mailFrom,
      hostname: config().hostname,
      id: randomUUID(),
      now,
      arrivedAt: first.createdAt,
      triedUntil: first.expiresAt,
      subject: first.subject,
      recipients: wanted.map(({ recipient, result }) => ({
        address: recipient.rcpt,
        orcpt: recipient.orcpt,
        status: result.status,
        diagnostic: result.host ? `${result.code} ${result.status} ${result.text}` : result.text,
        host: result.host,
        lastAttempt: now,
      })),
      originalHeader: await headerOf(first),
    }),
  );
  const found = await expandRecipient(first.mailFrom);
  if (found.kind === 'unknown' || found.kind === 'disabled') return { deliveries: [], enqueue: [] };
  const accounts = found.kind === 'accepted' ? found.accounts : [];
  // A full mailbox here waits in the queue as any other.
  const remote = found.kind === 'accepted' ? found.remote : [first.mailFrom];
  const bytes = remote.length > 0 ? await signMessage(made) : made;
  const blob = await putBlob(bytes);
  const smtputf8 = remote.some((address) => /[^\x20-\x7e]/.test(address));
  return {
    deliveries: await localItems({ mailFrom: '', accounts, message: bytes, blob, prefix: Buffer.from(returnPath('')) }),
    enqueue: remote.length > 0 ? [forwardedMessage({ mailFrom: '', remote, blob, prefix: Buffer.alloc(0), smtputf8 })] : [],
  };
}

async function headerOf({ blob, prefix }: ClaimedRecipient): Promise<string> {
  const start = Buffer.concat([prefix ?? Buffer.alloc(0), (await readBlob(blob, 0, headerMax)) ?? Buffer.alloc(0)]);
  return start.toString('utf8', 0, headerFacts(start, headerMax).headerBytes);
}
