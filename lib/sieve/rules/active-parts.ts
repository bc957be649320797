/** What is done with new mail by the scripts that an account has: rules, vacation reply, a script of the user's own. */
import { scriptNames, sieveToMain, type MainScript } from './main-script.ts';
import { sieveToForward } from './forward-script.ts';
import { sieveToRules } from './sieve-to-rules.ts';
import { sieveToVacation } from './vacation-script.ts';

export interface NamedScript {
  name: string;
  content: Uint8Array;
  isActive: boolean;
}

export const textOf = ({ content }: Pick<NamedScript, 'content'>): string => new TextDecoder().decode(content);

export function activeParts(scripts: readonly NamedScript[]): MainScript {
  const active = scripts.find(({ isActive }) => isActive);
  const none: MainScript = { rules: false, own: null, vacation: false, forward: false };
  if (!active) return none;
  const main = active.name === scriptNames.main ? sieveToMain(textOf(active)) : null;
  // An included script that is gone does nothing.
  if (main) return { ...main, own: scripts.some(({ name }) => name === main.own) ? main.own : null };
  // RFC 9661 §4: the script of the vacation reply may be made the active one by itself.
  if (isVacationScript(active)) return { ...none, vacation: true };
  if (isRulesScript(active)) return { ...none, rules: true };
  if (isForwardScript(active)) return { ...none, forward: true };
  return { ...none, own: active.name };
}

/** Of the name and of the form that the webmail gives it; otherwise somebody else wrote it. */
export const isVacationScript = (script: NamedScript): boolean =>
  script.name === scriptNames.vacation && sieveToVacation(textOf(script)) !== null;
export const isRulesScript = (script: NamedScript): boolean => script.name === scriptNames.rules && sieveToRules(textOf(script)) !== null;
export const isForwardScript = (script: NamedScript): boolean =>
  script.name === scriptNames.forward && sieveToForward(textOf(script)) !== null;
export const isMainScript = (script: NamedScript): boolean => script.name === scriptNames.main && sieveToMain(textOf(script)) !== null;
