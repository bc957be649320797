/**
 * Blocked senders once were a setting that the junk filter read, beside those of the rules. Now the rules have them all: at a start, what an
 * account still has in the setting is put there. What must always hold: nobody who was blocked is let in, no rule begins to be applied
 * that was not, and a script of the user's own goes on as before.
 */
import { activeParts, isRulesScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { ruleLimits, type RuleSet } from '#lib/sieve/rules/model.ts';
import { scriptNames } from '#lib/sieve/rules/main-script.ts';
import { sieveToRules } from '#lib/sieve/rules/sieve-to-rules.ts';
import { accountsWithSetting, changeScripts, forgetSetting, type ScriptWriter } from '#server/store/index.ts';
import { putRules, setParts } from './script-book.ts';

const setting = 'blockedSenders';

/** How many accounts there were. Done again after a crash, it does the same. */
export async function adoptBlocked(): Promise<number> {
  const found = await accountsWithSetting(setting);
  for (const { accountId, value } of found) {
    const blocked = Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string' && /^[^@\s]*@[^@\s]+$/.test(one))
      : [];
    if (blocked.length > 0) {
      const done = await changeScripts(accountId, (writer) => adopt(writer, blocked));
      if (!done.ok) throw new Error(`The blocked senders of account ${accountId} could not be brought to its rules: ${done.reason}`);
    }
    await forgetSetting(accountId, setting);
  }
  return found.length;
}

async function adopt(writer: ScriptWriter, blocked: readonly string[]): Promise<void> {
  const parts = activeParts(writer.scripts);
  const known = writer.find(scriptNames.rules);
  const before: RuleSet = (known && isRulesScript(known) && sieveToRules(textOf(known))) || { rules: [], blocked: [] };
  const all = [...new Set([...before.blocked, ...blocked])].slice(0, ruleLimits.blocked);
  // Rules that were not applied are turned off one by one now, as those who are blocked have to be heeded.
  const rules = parts.rules ? before.rules : before.rules.map((rule) => ({ ...rule, enabled: false }));
  const isForeign = known !== undefined && !isRulesScript(known);
  await putRules(writer, { rules, blocked: all });
  // One that was written by hand under this name has another name now: where it was active, it goes on behind.
  const moved = isForeign ? writer.scripts.find(({ scriptId }) => scriptId === known.scriptId)?.name : undefined;
  await setParts(writer, { ...parts, rules: true, own: parts.own ?? (parts.rules ? (moved ?? null) : null) });
}
