/** ContactCard objects (RFC 9610 §3): a JSContact Card with its id and its address books. */
import { addressBookWireId, contactWireId } from '#lib/ids.ts';
import type { JmapContactCard } from '#lib/jmap/types.ts';
import type { StoredContact } from '#server/store/index.ts';
import { toWireMedia } from './media.ts';

export function toJmapContact(accountId: number, { cardId, bookIds, card }: StoredContact): JmapContactCard {
  return {
    id: contactWireId(accountId, cardId),
    addressBookIds: Object.fromEntries(bookIds.map((bookId) => [addressBookWireId(accountId, bookId), true as const])),
    ...card,
    ...(card.media ? { media: toWireMedia(accountId, cardId, card.media) } : {}),
  };
}
