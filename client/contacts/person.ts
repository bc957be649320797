/** What is known of somebody who wrote: the contact with this address. */
import { callAccount, createOne } from '../jmap/call-account.ts';
import type { Contact } from './contacts.ts';

export async function contactOf(email: string): Promise<Contact | null> {
  const answer = await callAccount([
    ['ContactCard/query', { filter: { email: `"${email.replaceAll('"', ' ')}"` }, limit: 5 }, 'query'],
    ['ContactCard/get', { '#ids': { resultOf: 'query', name: 'ContactCard/query', path: '/ids' } }, 'get'],
  ]);
  const wanted = email.toLowerCase();
  const found = answer('get').list as Contact[];
  return found.find(({ emails }) => Object.values(emails ?? {}).some(({ address }) => address.toLowerCase() === wanted)) ?? null;
}

/** The id of the new contact. */
export async function addPerson(name: string | null, email: string): Promise<string> {
  const [, given = name ?? '', surname = ''] = /^(.+)\s(\S+)$/.exec(name?.trim() ?? '') ?? [];
  const components = [
    ...(given.trim() ? [{ kind: 'given', value: given.trim() }] : []),
    ...(surname ? [{ kind: 'surname', value: surname }] : []),
  ];
  const named =
    components.length > 0 ? { name: { components, isOrdered: true, full: components.map(({ value }) => value).join(' ') } } : {};
  return String((await createOne('ContactCard', { ...named, emails: { e1: { address: email } } })).id);
}
