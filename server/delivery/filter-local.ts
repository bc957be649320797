/**
 * Mail for accounts here, filtered by their Sieve scripts: what is filed where, and what goes out because of it, all for one transaction.
 * What must always hold: a script that fails, or is wrong, keeps the message in INBOX and says so in its timeline. Junk is not filtered:
 * no rule moves it among what is trusted, and nothing answers or forwards it.
 */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { log } from '#server/log/log.ts';
import { findRecipients, type NewQueueMessage, type Recipient } from '#server/store/index.ts';
import { deliverToList } from './lists/deliver-to-list.ts';
import type { LocalDelivery } from './local-delivery.ts';
import { applyScript } from './sieve/apply-script.ts';
import { localItems, type LocalMessage } from './local-items.ts';

export interface FilteredMessage extends LocalMessage {
  auth?: AuthVerdict | null;
  /** What is known of its accounts; without it, it is asked for. */
  recipients?: ReadonlyMap<number, Recipient>;
  /** RFC 8689 §6: what goes out because of it goes as it came, never in clear text. */
  requireTls?: boolean;
}
/** The notices of rejections are in `enqueue` unless `refuses`: then they are left to the caller, who may still say no by SMTP. */
export async function filterLocal(message: FilteredMessage, { refuses = false } = {}): Promise<LocalDelivery> {
  const recipients = message.recipients ?? (await findRecipients(message.accounts, ''));
  const demanded = (sent: NewQueueMessage): NewQueueMessage => (message.requireTls ? { ...sent, requireTls: true, relaxTls: false } : sent);
  const done: LocalDelivery = { deliveries: [], enqueue: [], memory: { remember: [], replies: [] }, rejections: [] };
  for (const item of localItems(message, recipients)) {
    const { accountId } = item;
    const { script = null, isList = false } = recipients.get(accountId) ?? {};
    const { mailFrom, auth = null } = message;
    const addresses = message.addresses?.get(accountId) ?? [];
    if (message.verdicts?.get(accountId)?.junk || (!isList && !script)) {
      done.deliveries.push(item);
      continue;
    }
    if (isList || !script) {
      for (const one of await deliverToList({ item, message: Buffer.from(message.message), mailFrom, addresses, auth }))
        add(done, one, demanded);
      continue;
    }
    const bytes = Buffer.concat([item.prefix ?? Buffer.alloc(0), message.message]);
    const applied = await applyScript({ item, script, bytes, mailFrom, envelopeTo: addresses[0] ?? null, auth });
    add(done, applied, demanded);
    if (applied.deliveries.length === 0)
      log.info('sieve: not kept', { accountId, from: mailFrom, rejected: applied.rejections.length > 0 });
  }
  if (!refuses) done.enqueue.push(...done.rejections.flatMap(({ notice }) => notice ?? []));
  return done;
}

function add(done: LocalDelivery, more: LocalDelivery, demanded: (sent: NewQueueMessage) => NewQueueMessage): void {
  done.deliveries.push(...more.deliveries);
  done.enqueue.push(...more.enqueue.map(demanded));
  done.memory.remember.push(...more.memory.remember);
  done.memory.replies.push(...more.memory.replies.map((reply) => ({ ...reply, message: demanded(reply.message) })));
  done.rejections.push(...more.rejections.map((one) => ({ ...one, notice: one.notice && demanded(one.notice) })));
}

export const isPlain = ({ enqueue, memory }: LocalDelivery): boolean =>
  enqueue.length + memory.remember.length + memory.replies.length === 0;
