/** Forwarding of everything, with or without a copy kept, as a script that a person can read, and back. */
import { addressIn } from '../check/constants.ts';
import { sieveLimits } from '../limits.ts';
import { command, strings, tag } from '../syntax/tree.ts';
import { parseScript } from '../syntax/parse.ts';
import { printScript } from '../syntax/print.ts';
import { requireFor } from './required.ts';

export interface Forwarding {
  addresses: string[];
  /** Without it mail goes on and does not stay, except in mailboxes that rules put it into. */
  keepCopy: boolean;
}

export const forwardTitle = 'Forwarding, written by the webmail.';
/** As many as a message may be redirected to, with some left for rules. */
export const mostForwards = sieveLimits.redirects - 2;

export function forwardToSieve({ addresses, keepCopy }: Forwarding): string {
  const commands = addresses.map((address) => command('redirect', [...(keepCopy ? [tag(':copy')] : []), strings(address)]));
  const required = requireFor(commands);
  const [first, ...more] = required ? [required, ...commands] : commands;
  if (!first) return printScript({ commands: [], trailing: [forwardTitle] });
  return printScript({ commands: [{ ...first, comments: [forwardTitle] }, ...more], trailing: [] });
}

/** Null: a script of another form. */
export function sieveToForward(text: string): Forwarding | null {
  const parsed = parseScript(text);
  if (!parsed.ok) return null;
  const { commands, trailing } = parsed.script;
  if ((commands[0]?.comments[0] ?? trailing[0]) !== forwardTitle) return null;
  const found: Forwarding = { addresses: [], keepCopy: commands.some(({ name }) => name === 'require') || commands.length === 0 };
  for (const { name, args } of commands) {
    if (name === 'require') continue;
    const target = args.at(-1);
    const [address] = target?.kind === 'strings' ? target.values : [];
    const copies = args.some((arg) => arg.kind === 'tag' && arg.name === ':copy');
    if (name !== 'redirect' || address === undefined || addressIn(address) !== address || copies !== found.keepCopy) return null;
    found.addresses.push(address);
  }
  return found;
}
