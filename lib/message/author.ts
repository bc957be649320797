/** Who wrote a message, as its From tells: the address of the first author, lower-case; '' for none. */
import { readAddressList, toStoredAddresses } from './addresses.ts';
import { firstField } from './header-fields.ts';
import { mimeTreeOf } from './mime-tree.ts';

export function authorOf(message: Uint8Array): string {
  const from = firstField(mimeTreeOf(message).fields, 'from');
  return toStoredAddresses(readAddressList(from ?? ''))[0]?.email.toLowerCase() ?? '';
}
