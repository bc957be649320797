/**
 * Mail for accounts here, filtered by their Sieve scripts: what is filed where, and what goes out because of it, all for one transaction.
 * What must always hold: a script that fails, or is wrong, keeps the message in INBOX and says so in its timeline. Junk is not filtered:
 * no rule moves it among what is trusted, and nothing answers or forwards it.
 */
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { log } from '#server/log/log.ts';
import { deliveryFilters } from '#server/store/index.ts';
import { deliverToList } from './lists/deliver-to-list.ts';
import type { LocalDelivery } from './local-delivery.ts';
import { applyScript } from './sieve/apply-script.ts';
import { localItems, type LocalMessage } from './local-items.ts';

export interface FilteredMessage extends LocalMessage {
  auth?: AuthVerdict | null;
}
/** The notices of rejections are in `enqueue` unless `refuses`: then they are left to the caller, who may still say no by SMTP. */
export async function filterLocal(message: FilteredMessage, { refuses = false } = {}): Promise<LocalDelivery> {
  const items = await localItems(message);
  const done: LocalDelivery = { deliveries: [], enqueue: [], memory: { remember: [], replies: [] }, rejections: [] };
  const scripts =
    items.length > 0
      ? new Map((await deliveryFilters(items.map(({ accountId }) => accountId))).map((one) => [one.accountId, one]))
      : new Map();
  for (const item of items) {
    const script = scripts.get(item.accountId);
    if (!script || message.verdicts?.get(item.accountId)?.junk) {
      done.deliveries.push(item);
      continue;
    }
    const addresses = message.addresses?.get(item.accountId) ?? [];
    if (script.isList) {
      const { mailFrom, auth = null } = message;
      for (const one of await deliverToList({ item, message: Buffer.from(message.message), mailFrom, addresses, auth })) add(done, one);
      continue;
    }
    const bytes = Buffer.concat([item.prefix ?? Buffer.alloc(0), message.message]);
    const applied = await applyScript({
      item,
      script,
      bytes,
      mailFrom: message.mailFrom,
      envelopeTo: addresses[0] ?? null,
      auth: message.auth ?? null,
    });
    add(done, applied);
    if (applied.deliveries.length === 0)
      log.info('sieve: not kept', { accountId: item.accountId, from: message.mailFrom, rejected: applied.rejections.length > 0 });
  }
  if (!refuses) done.enqueue.push(...done.rejections.flatMap(({ notice }) => notice ?? []));
  return done;
}

function add(done: LocalDelivery, more: LocalDelivery): void {
  done.deliveries.push(...more.deliveries);
  done.enqueue.push(...more.enqueue);
  done.memory.remember.push(...more.memory.remember);
  done.memory.replies.push(...more.memory.replies);
  done.rejections.push(...more.rejections);
}

export const isPlain = ({ enqueue, memory }: LocalDelivery): boolean =>
  enqueue.length + memory.remember.length + memory.replies.length === 0;
