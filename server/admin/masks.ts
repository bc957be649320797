/** Masked addresses of an account, as its user could make them in the webmail. */
import { randomBytes } from 'node:crypto';
import { maskLimits, maskName } from '#lib/addresses/mask-name.ts';
import * as store from '#server/store/index.ts';
import { done, record, refuse, sentenceFor, type Actor, type AdminResult } from './result.ts';

export async function addMask(actor: Actor, accountId: number, label = ''): Promise<AdminResult<store.MaskedAddress>> {
  const wanted = { localpart: maskName(randomBytes(8)), label: label.slice(0, maskLimits.label), forDomain: null };
  const made = await store.createMask(accountId, wanted, maskLimits.perAccount);
  if (!made.ok) return refuse(sentenceFor(made.reason, wanted.localpart));
  await record(actor, 'mask.add', { accountId, email: made.value.email });
  return made;
}

/** On, off, or dropped for good. */
export async function changeMask(actor: Actor, accountId: number, email: string, change: 'on' | 'off' | 'drop'): Promise<AdminResult> {
  const mask = (await store.listMasks(accountId)).find((one) => one.email === email.toLowerCase());
  if (!mask) return refuse(`${email} is not a masked address of this account.`);
  const { maskId } = mask;
  const changed =
    change === 'drop'
      ? await store.destroyMask(accountId, maskId)
      : await store.updateMask(accountId, maskId, { isEnabled: change === 'on' });
  if (!changed.ok) return refuse(sentenceFor(changed.reason, email));
  await record(actor, `mask.${change}`, { accountId, email });
  return done;
}
