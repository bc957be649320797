/** Forwarding of an account's mail, as its user could set it in the webmail. */
import { sieveToForward } from '#lib/sieve/rules/forward-script.ts';
import { activeParts, isForwardScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { putForwarding, setParts } from '#server/delivery/sieve/script-book.ts';
import * as store from '#server/store/index.ts';
import { done, missingThat, refusal, refuse, type AdminResult } from './result.ts';

export interface Forwarding {
  /** None: mail is not forwarded. */
  addresses: string[];
  keepCopy: boolean;
}

export async function getForwarding(accountId: number): Promise<Forwarding> {
  const scripts = await store.listScripts(accountId);
  const script = scripts.find(isForwardScript);
  const found = script && sieveToForward(textOf(script));
  return found && activeParts(scripts).forward ? found : { addresses: [], keepCopy: true };
}

export async function setForwarding(accountId: number, forwarding: Forwarding): Promise<AdminResult> {
  const { addresses } = forwarding;
  const own = await store.accountAddresses(accountId);
  const circle = addresses.find((address) => own.includes(address));
  if (circle !== undefined) return refuse('forwardCircle', { address: circle });
  const changed = await store.changeScripts(accountId, async (writer) => {
    await putForwarding(writer, forwarding);
    await setParts(writer, { ...activeParts(writer.scripts), forward: addresses.length > 0 });
  });
  return changed.ok ? done : changed.reason === 'notFound' ? missingThat('account') : refusal(changed.reason, '');
}
