/** Mail that a recipient's rules sent away or threw away: told to administrators, who are asked where it is. */
import { renderMessage } from '#lib/message/render.ts';
import type { DeliverItem, NewTrace } from '#server/store/index.ts';
import type { LocalMessage } from './local-items.ts';

export function keptNowhere({ trace, accounts, addresses, message }: LocalMessage, deliveries: DeliverItem[]): NewTrace[] {
  if (!trace || trace.recorded) return [];
  const gone = [...new Set(accounts)].filter((account) => !deliveries.some(({ accountId }) => accountId === account));
  if (gone.length === 0) return [];
  const { messageId, subject, size } = deliveries[0]?.rendered ?? renderMessage(message);
  return gone.map((accountId) => ({
    ...trace.origin,
    rcpt: addresses?.get(accountId)?.[0] ?? '',
    ...{ messageId, subject, size, accountId, emailId: null, queueId: null, reply: null },
    status: 'discarded',
  }));
}
