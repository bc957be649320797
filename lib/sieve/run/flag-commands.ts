/** setflag, addflag and removeflag (RFC 5232 §3): on the internal variable, or on one of the script's own. */
import type { Node } from '../check/program.ts';
import { readFlags, withoutFlags } from './flags.ts';
import type { Run } from './run-state.ts';

export const setFlag = (run: Run, node: Node): void => change(run, node, (_, given) => given);
export const addFlag = (run: Run, node: Node): void => change(run, node, (now, given) => readFlags([...now, ...given]));
export const removeFlag = (run: Run, node: Node): void => change(run, node, withoutFlags);

function change(run: Run, { args, line }: Node, how: (now: string[], given: string[]) => string[]): void {
  const given = readFlags(run.expandAll(args.at(-1)?.strings));
  if (args.length === 1) {
    run.flags = how(run.flags, given);
    return;
  }
  const [name = ''] = args[0]?.strings ?? [];
  if (!run.usesVariables) run.fail(line, 'Flags are kept in a variable of one\'s own only with require "variables".');
  run.variables.set(name, how(readFlags([run.variables.get(name)]), given).join(' '));
}
