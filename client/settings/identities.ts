/** The identities of the account (RFC 8621 §6), as its settings change them. */
import type { Identity } from '../compose/email-types.ts';
import { htmlToPlainText } from '../compose/text/plain-text.ts';
import type { Recipient } from '../compose/recipients.ts';
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';

export interface IdentityChoice {
  identities: Identity[];
  /** '' is the first. */
  defaultIdentity: string;
}
export interface IdentityFacts {
  name: string;
  replyTo: Recipient[] | null;
  bcc: Recipient[] | null;
  htmlSignature: string;
}

export async function loadIdentities(): Promise<IdentityChoice> {
  const answer = await callAccount([
    ['Identity/get', { ids: null }, 'identities'],
    ['Settings/get', { ids: ['singleton'], properties: ['defaultIdentity'] }, 'settings'],
  ]);
  const [settings] = answer('settings').list as { defaultIdentity?: string }[];
  return { identities: answer('identities').list as Identity[], defaultIdentity: settings?.defaultIdentity ?? '' };
}

/** Programs that write plain text take the text; it says the same. */
const complete = (facts: IdentityFacts) => ({ ...facts, textSignature: htmlToPlainText(facts.htmlSignature).trimEnd() });

export async function addIdentity(email: string, facts: IdentityFacts): Promise<void> {
  await createOne('Identity', { email, ...complete(facts) });
}

export const changeIdentity = (id: string, facts: IdentityFacts): Promise<void> => updateOne('Identity', id, complete(facts));
export const removeIdentity = (id: string): Promise<void> => destroyOne('Identity', id);
export const makeDefault = (id: string): Promise<void> => updateOne('Settings', 'singleton', { defaultIdentity: id });
