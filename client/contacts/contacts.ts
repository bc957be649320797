/** The contacts of the account (RFC 9610): ids of a list in its order, cards when they are needed, groups by their members' uids. */
import type { Card } from '#lib/contacts/card.ts';
import { displayName } from '#lib/contacts/names.ts';
import { uploadBlob } from '../jmap/blobs.ts';
import { jmapConnection } from '../jmap/open-connection.ts';
import { MethodError } from '../jmap/connection.ts';
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';

export type Contact = Card & { id: string; addressBookIds: Record<string, true> };
export interface ContactGroup {
  id: string;
  uid: string;
  name: string;
  members: string[];
}

const people = { operator: 'NOT', conditions: [{ kind: 'group' }] };
const byName = [{ property: 'name/given' }, { property: 'name/surname' }];
/** RFC 8620 §2, maxObjectsInGet. */
const atOnce = 250;

/** All of them that fit, by name. `uids`: only those, the members of a group. */
export async function listContacts(text: string, uids: readonly string[] | null): Promise<Contact[]> {
  if (uids?.length === 0) return [];
  const conditions = [
    people,
    ...(text.trim() ? [{ text: text.trim() }] : []),
    ...(uids ? [{ operator: 'OR', conditions: uids.map((uid) => ({ uid })) }] : []),
  ];
  const ids = (await callAccount([['ContactCard/query', { filter: { operator: 'AND', conditions }, sort: byName }, 'query']]))('query')
    .ids as string[];
  const found = await loadContacts(ids);
  const order = new Intl.Collator(undefined, { sensitivity: 'base', numeric: true });
  return found.sort((a, b) => order.compare(displayName(a), displayName(b)));
}

export async function loadContacts(ids: readonly string[]): Promise<Contact[]> {
  const found: Contact[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const answer = await callAccount([['ContactCard/get', { ids: ids.slice(at, at + atOnce) }, 'get']]);
    found.push(...(answer('get').list as Contact[]));
  }
  return found;
}

export async function loadContact(id: string): Promise<Contact> {
  const [found] = await loadContacts([id]);
  if (!found) throw new MethodError('notFound', '');
  return found;
}

export async function loadGroups(): Promise<ContactGroup[]> {
  const answer = await callAccount([
    ['ContactCard/query', { filter: { kind: 'group' } }, 'query'],
    ['ContactCard/get', { '#ids': { resultOf: 'query', name: 'ContactCard/query', path: '/ids' } }, 'get'],
  ]);
  return (answer('get').list as Contact[])
    .map((card) => ({ id: card.id, uid: card.uid, name: displayName(card), members: Object.keys(card.members ?? {}) }))
    .sort((a, b) => a.name.localeCompare(b.name));
}

export const createContact = async (card: Record<string, unknown>): Promise<string> => String((await createOne('ContactCard', card)).id);
export const updateContact = (id: string, patch: Record<string, unknown>): Promise<void> => updateOne('ContactCard', id, patch);

export async function deleteContact(contact: Contact, groups: readonly ContactGroup[]): Promise<void> {
  await destroyOne('ContactCard', contact.id);
  for (const group of groups.filter(({ members }) => members.includes(contact.uid))) await setMember(group, contact.uid, false);
}

export const createGroup = (name: string): Promise<string> => createContact({ kind: 'group', name: { full: name }, members: {} });
export const renameGroup = (id: string, name: string): Promise<void> => updateContact(id, { name: { full: name } });
export const deleteGroup = (id: string): Promise<void> => destroyOne('ContactCard', id);

export function setMember(group: ContactGroup, uid: string, isMember: boolean): Promise<void> {
  const members = isMember ? [...new Set([...group.members, uid])] : group.members.filter((one) => one !== uid);
  return updateContact(group.id, { members: Object.fromEntries(members.map((one) => [one, true])) });
}

/** The first one takes in what the others have, then they are gone: in one change. */
export async function mergeContacts(
  kept: Contact,
  others: readonly Contact[],
  patch: Record<string, unknown>,
  groups: readonly ContactGroup[],
): Promise<void> {
  const gone = new Set(others.map(({ uid }) => uid));
  const moved = groups
    .filter(({ members }) => members.some((uid) => gone.has(uid)))
    .map((group): [string, object] => {
      const members = [...new Set(group.members.map((uid) => (gone.has(uid) ? kept.uid : uid)))];
      return [group.id, { members: Object.fromEntries(members.map((uid) => [uid, true])) }];
    });
  const update = { ...(Object.keys(patch).length > 0 ? { [kept.id]: patch } : {}), ...Object.fromEntries(moved) };
  const answer = (await callAccount([['ContactCard/set', { update, destroy: others.map(({ id }) => id) }, 'set']]))('set');
  const [refused] = Object.values({ ...(answer.notUpdated as object | null), ...(answer.notDestroyed as object | null) }) as {
    type: string;
    description?: string;
  }[];
  if (refused) throw new MethodError(refused.type, refused.description);
}

export interface ImportResult {
  created: number;
  updated: number;
  skipped: number;
  refused: number;
}

export async function importContacts(file: File): Promise<ImportResult> {
  const blobId = await uploadBlob(file, 'text/vcard');
  const answer = (await callAccount([['ContactCard/import', { blobId, onExists: 'skip' }, 'import']]))('import');
  const { created, updated, skipped, notCreated } = answer as {
    created: unknown[];
    updated: unknown[];
    skipped: number;
    notCreated: unknown[];
  };
  return { created: created.length, updated: updated.length, skipped, refused: notCreated.length };
}

/** Where the file can be fetched from. */
export async function exportContacts(ids: readonly string[] | null, name: string): Promise<string> {
  const answer = (await callAccount([['ContactCard/export', ids ? { ids } : {}, 'export']]))('export') as { blobId: string; type: string };
  return (await jmapConnection()).downloadUrl({ blobId: answer.blobId, type: answer.type, name });
}

/** A picture from this device, no larger than a contact may hold: it is drawn anew, which also leaves out where it was taken. */
export async function setPhoto(contact: Contact, file: File | null): Promise<void> {
  const others = Object.fromEntries(Object.entries(contact.media ?? {}).filter(([, { kind }]) => kind !== 'photo'));
  if (file === null) return updateContact(contact.id, { media: Object.keys(others).length > 0 ? others : null });
  const blobId = await uploadBlob(await squarePicture(file, 320), 'image/jpeg');
  return updateContact(contact.id, { media: { ...others, photo: { kind: 'photo', blobId } } });
}

async function squarePicture(file: File, size: number): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const canvas = new OffscreenCanvas(size, size);
  const context = canvas.getContext('2d');
  context?.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, size, size);
  picture.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
}

/** The address of the photo, given how blobs are fetched. */
export function photoOf(
  card: Pick<Card, 'media'>,
  downloadUrl: (part: { blobId: string; type: string; name: string }) => string,
): string | null {
  const photo = Object.values(card.media ?? {}).find(({ kind }) => kind === 'photo');
  return photo?.blobId ? downloadUrl({ blobId: photo.blobId, type: photo.mediaType ?? 'image/jpeg', name: 'photo' }) : null;
}
