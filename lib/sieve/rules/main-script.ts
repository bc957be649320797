/**
 * The active script of someone who uses the webmail's settings: it includes the rules, the vacation reply, forwarding, and a script of their
 * own, in this order. So each part stays a script by itself, and a foreign one is kept as it is.
 */
import { command, strings, tag } from '../syntax/tree.ts';
import { parseScript } from '../syntax/parse.ts';
import { printScript } from '../syntax/print.ts';

/** Names of the webmail's scripts in an account. */
export const scriptNames = { main: 'webmail', rules: 'rules', vacation: 'vacation', forward: 'forwarding' } as const;
export const mainTitle = 'Written by the webmail: what is done with new mail, part by part.';

export interface MainScript {
  rules: boolean;
  /** The name of a script of the user's own. */
  own: string | null;
  vacation: boolean;
  forward: boolean;
}

export function mainToSieve({ rules, own, vacation, forward }: MainScript): string {
  const include = (name: string, comment: string) =>
    command('include', [tag(':personal'), tag(':optional'), strings(name)], { comments: [comment] });
  const parts = [
    ...(rules ? [include(scriptNames.rules, 'rules and blocked senders')] : []),
    ...(vacation ? [include(scriptNames.vacation, 'the vacation reply')] : []),
    ...(forward ? [include(scriptNames.forward, 'forwarding')] : []),
    ...(own === null ? [] : [include(own, 'your own script')]),
  ];
  return printScript({ commands: [command('require', [strings('include')], { comments: [mainTitle] }), ...parts], trailing: [] });
}

/** Null: not a script of this form. */
export function sieveToMain(text: string): MainScript | null {
  const parsed = parseScript(text);
  const [first, ...more] = parsed.ok ? parsed.script.commands : [];
  if (first?.name !== 'require' || first.comments[0] !== mainTitle) return null;
  const found: MainScript = { rules: false, own: null, vacation: false, forward: false };
  for (const { name, args } of more) {
    const target = args.at(-1);
    if (name !== 'include' || target?.kind !== 'strings') return null;
    const [script = ''] = target.values;
    if (script === scriptNames.rules) found.rules = true;
    else if (script === scriptNames.vacation) found.vacation = true;
    else if (script === scriptNames.forward) found.forward = true;
    else if (found.own === null) found.own = script;
    else return null;
  }
  return found;
}
