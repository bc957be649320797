/** ContactCard/export {ids or filter, version}: a vCard file of contacts, as a blob to download. */
import { z } from 'zod';
import { displayName } from '#lib/contacts/names.ts';
import { contactWireId, parseContactWireId, uploadBlobId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { vcardOf } from '#lib/vcard/from-card.ts';
import { getContacts, putUpload, queryContacts } from '#server/store/index.ts';
import { compileContactFilter } from '../contact-card/filter.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { object } from '../shapes.ts';

export const contactExport = method({
  name: 'ContactCard/export',
  capability: capability.contacts,
  args: { ids: z.array(z.string()).nullish(), filter: object.nullish(), version: z.enum(['4.0', '3.0']).nullish() },
  async run({ accountId }, { ids, filter, version }) {
    if (ids && filter) throw new MethodError('invalidArguments', 'Give ids or a filter, not both.');
    const numbers = ids
      ? ids.flatMap((id) => parseContactWireId(accountId, id) ?? [])
      : (await queryContacts(accountId, { filter: compileContactFilter(accountId, filter), sort: [] })).ids;
    const contacts = await getContacts(accountId, numbers);
    const named = contacts.map(({ card }) => ({ card, name: displayName(card) })).sort((a, b) => a.name.localeCompare(b.name));
    const bytes = Buffer.from(named.map(({ card }) => vcardOf(card, version ?? '4.0')).join(''));
    const { sha256, size } = await putUpload(accountId, bytes, 'text/vcard');
    const found = new Set(contacts.map(({ cardId }) => contactWireId(accountId, cardId)));
    return {
      blobId: uploadBlobId(sha256),
      type: 'text/vcard',
      size,
      count: contacts.length,
      notFound: (ids ?? []).filter((id) => !found.has(id)),
    };
  },
});
