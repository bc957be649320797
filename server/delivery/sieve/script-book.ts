/**
 * Changes of an account's scripts that concern more than one of them: the webmail keeps its rules, its vacation reply and the script that
 * includes both under names of its own. What must always hold: a script that somebody else wrote is never overwritten, and goes on doing
 * what it did.
 */
import { activeParts, isForwardScript, isMainScript, isRulesScript, isVacationScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { forwardToSieve, type Forwarding } from '#lib/sieve/rules/forward-script.ts';
import { mainToSieve, scriptNames, sieveToMain, type MainScript } from '#lib/sieve/rules/main-script.ts';
import { rulesToSieve } from '#lib/sieve/rules/rules-to-sieve.ts';
import type { RuleSet } from '#lib/sieve/rules/model.ts';
import { vacationToSieve, type VacationReply } from '#lib/sieve/rules/vacation-script.ts';
import type { ScriptWriter, StoredScript } from '#server/store/index.ts';

type Ours = keyof typeof scriptNames;

/** The name must be free. The script that includes it by name follows. */
export async function renameScript(writer: ScriptWriter, { scriptId, name: before }: StoredScript, name: string): Promise<void> {
  await writer.rename(scriptId, name);
  const main = writer.find(scriptNames.main);
  const parts = main && sieveToMain(textOf(main));
  if (main && parts?.own === before) await writer.replace(main.scriptId, Buffer.from(mainToSieve({ ...parts, own: name })));
}

/** The script that includes it by name forgets it. It must not be active itself. */
export async function removeScript(writer: ScriptWriter, { scriptId, name }: StoredScript): Promise<void> {
  await writer.remove(scriptId);
  const main = writer.find(scriptNames.main);
  const parts = main && sieveToMain(textOf(main));
  if (main && parts?.own === name) await writer.replace(main.scriptId, Buffer.from(mainToSieve({ ...parts, own: null })));
}

export const putRules = (writer: ScriptWriter, rules: RuleSet): Promise<void> => putOurs(writer, 'rules', rulesToSieve(rules));
export const putForwarding = (writer: ScriptWriter, forwarding: Forwarding): Promise<void> =>
  putOurs(writer, 'forward', forwardToSieve(forwarding));
export const putVacation = (writer: ScriptWriter, reply: VacationReply): Promise<void> =>
  putOurs(writer, 'vacation', vacationToSieve(reply));

/** Makes these the parts of what is done with new mail. */
export async function setParts(writer: ScriptWriter, wanted: MainScript): Promise<void> {
  const now = activeParts(writer.scripts);
  const parts = ['rules', 'vacation', 'forward', 'own'] as const;
  if (parts.every((part) => now[part] === wanted[part])) return;
  if (!wanted.rules && !wanted.vacation && !wanted.forward) {
    // Nothing of the webmail's is left: a script of the user's own is active by itself, as it was before.
    const own = wanted.own === null ? undefined : writer.find(wanted.own);
    await writer.activate(own?.scriptId ?? null);
    return;
  }
  await putOurs(writer, 'main', mainToSieve(wanted));
  await writer.activate(writer.find(scriptNames.main)?.scriptId ?? null);
}

const isOurs = { main: isMainScript, rules: isRulesScript, vacation: isVacationScript, forward: isForwardScript };

/** A script of that name that somebody else wrote is moved out of the way, not overwritten. */
async function putOurs(writer: ScriptWriter, which: Ours, text: string): Promise<void> {
  const name = scriptNames[which];
  const known = writer.find(name);
  if (known && !isOurs[which](known)) await renameScript(writer, known, freeName(writer, name));
  await writer.put(name, Buffer.from(text));
}

function freeName(writer: ScriptWriter, name: string): string {
  let number = 2;
  while (writer.find(`${name} ${number}`)) number++;
  return `${name} ${number}`;
}
