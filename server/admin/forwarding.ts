/** Forwarding of an account's mail, as its user could set it in the webmail. */
import { z } from 'zod';
import { mostForwards, sieveToForward } from '#lib/sieve/rules/forward-script.ts';
import { activeParts, isForwardScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { putForwarding, setParts } from '#server/delivery/sieve/script-book.ts';
import * as store from '#server/store/index.ts';
import { checked, done, record, refuse, sentenceFor, type Actor, type AdminResult } from './result.ts';
import { emailAddress } from './words.ts';

const wanted = z.object({
  /** None: mail is not forwarded. */
  addresses: z.array(emailAddress).max(mostForwards, `Mail is forwarded to at most ${mostForwards} addresses.`),
  keepCopy: z.boolean(),
});

export async function getForwarding(accountId: number): Promise<{ addresses: string[]; keepCopy: boolean }> {
  const scripts = await store.listScripts(accountId);
  const script = scripts.find(isForwardScript);
  const found = script && sieveToForward(textOf(script));
  return found && activeParts(scripts).forward ? found : { addresses: [], keepCopy: true };
}

export async function setForwarding(actor: Actor, accountId: number, input: unknown): Promise<AdminResult> {
  const forwarding = checked(wanted, input);
  if (!forwarding.ok) return forwarding;
  const { addresses } = forwarding.value;
  const own = await store.accountAddresses(accountId);
  const circle = addresses.find((address) => own.includes(address));
  if (circle !== undefined) return refuse(`${circle} is an address of the account itself: the mail would come back.`);
  const changed = await store.changeScripts(accountId, async (writer) => {
    await putForwarding(writer, forwarding.value);
    await setParts(writer, { ...activeParts(writer.scripts), forward: addresses.length > 0 });
  });
  if (!changed.ok) return refuse(sentenceFor(changed.reason, 'The account'));
  await record(actor, 'account.forward', { accountId, ...forwarding.value });
  return done;
}
