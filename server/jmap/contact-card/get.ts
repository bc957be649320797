/** ContactCard/get (RFC 9610 §3.1). A property that a Card does not have is left out: JSContact knows far more than any Card uses. */
import { contactWireId, parseContactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, countContacts, getContacts } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { limits } from '../limits.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { idsToGet, pick } from '../standard/get.ts';
import { toJmapContact } from './contact-object.ts';

export const contactCardGet = method({
  name: 'ContactCard/get',
  capability: capability.addressBooks,
  args: getArguments,
  async run({ accountId }, args) {
    const ids = idsToGet(args.ids);
    const state = await accountState(accountId);
    // RFC 8620 §5.1: all of them, unless that is more than may be asked for at once.
    if (ids === null && (await countContacts(accountId)) > limits.maxObjectsInGet)
      throw new MethodError('requestTooLarge', `There are more than ${limits.maxObjectsInGet} contacts: ask for them by id.`);
    const numbers = ids && ids.flatMap((id) => parseContactWireId(accountId, id) ?? []);
    const found = await getContacts(accountId, numbers);
    const byId = new Map(found.map((contact) => [contactWireId(accountId, contact.cardId), contact]));
    const wanted = ids ?? [...byId.keys()];
    return {
      state: String(state),
      list: wanted.flatMap((id) => {
        const contact = byId.get(id);
        return contact ? [pick(toJmapContact(accountId, contact), args.properties)] : [];
      }),
      notFound: wanted.filter((id) => !byId.has(id)),
    };
  },
});
