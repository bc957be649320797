/** StateChange objects (RFC 8620 §7.1): which types of an account have changed since a client was last told, for every kind of push. */
import { accountWireId } from '#lib/ids.ts';
import type { StateChange } from '#lib/jmap/types.ts';
import { changedTypes } from '#server/store/index.ts';
import { objectType } from '../standard/object-type.ts';

/** All types that can be pushed. */
export const pushTypes: readonly string[] = [
  ...['Mailbox', 'Thread', 'Email', 'EmailDelivery', 'EmailSubmission', 'Identity', 'Quota', 'Settings', 'AddressBook', 'ContactCard'],
  ...['VacationResponse', 'SieveScript', 'Rules', 'MaskedAddress'],
];

const typesOfObjects: Partial<Record<number, readonly string[]>> = {
  [objectType.mailbox]: ['Mailbox'],
  [objectType.submission]: ['EmailSubmission'],
  [objectType.identity]: ['Identity'],
  [objectType.settings]: ['Settings'],
  [objectType.addressBook]: ['AddressBook'],
  [objectType.contact]: ['ContactCard'],
  [objectType.quota]: ['Quota'],
  // Rules and the vacation reply are scripts.
  [objectType.mask]: ['MaskedAddress'],
  [objectType.script]: ['SieveScript', 'VacationResponse', 'Rules'],
};

export interface Changes {
  /** The account's state up to which `types` tell. */
  state: number;
  /** Of those wanted, the ones that have changed. */
  types: string[];
}

/** `since`: null when the client's state is not known, then everything may have changed. */
export async function changesOf(accountId: number, since: number | null, wanted: readonly string[]): Promise<Changes> {
  const found = await changedTypes(accountId, since ?? -1);
  if ('unknown' in found) return { state: found.state, types: [...wanted] };
  if (found.state === since) return { state: found.state, types: [] };
  const changed = new Set<string>();
  // RFC 8621 §1.5: EmailDelivery is for new mail alone. What moves or comes changes counts of mailboxes, and the room that is left.
  if (found.emails) for (const type of ['Email', 'Mailbox']) changed.add(type);
  if (found.threads) for (const type of ['Thread', 'Quota']) changed.add(type);
  if (found.delivered) changed.add('EmailDelivery');
  for (const object of found.objects) {
    const types = typesOfObjects[object];
    if (!types) return { state: found.state, types: [...wanted] }; // of another room: better once too often
    for (const type of types) changed.add(type);
  }
  return { state: found.state, types: wanted.filter((type) => changed.has(type)) };
}

export function stateChange(changes: readonly (readonly [accountId: number, Changes])[]): StateChange {
  const entries = changes.map(([accountId, { state, types }]) => [
    accountWireId(accountId),
    Object.fromEntries(types.map((type) => [type, String(state)])),
  ]);
  return { '@type': 'StateChange', changed: Object.fromEntries(entries) as StateChange['changed'] };
}
