/**
 * Runs a checked script over a message. Pure: what it decides is a list of actions, what it needs to know is at hand, and where it asks
 * whether an id was seen before (RFC 7352), the run ends with that question and is made again with the answer.
 */
import { checkScript } from '../check/check.ts';
import type { Program } from '../check/program.ts';
import type { SieveError } from '../syntax/tree.ts';
import { sieveLimits } from '../limits.ts';
import type { FileAction, SieveAction, SeenId } from './actions.ts';
import { runBlock } from './commands.ts';
import type { SieveEnvironment } from './environment.ts';
import { SieveMessage } from './message.ts';
import { Run, RunFault, Unanswered } from './run-state.ts';

export type SieveResult =
  | {
      kind: 'done';
      actions: SieveAction[];
      /** Nothing is to be kept, redirected or refused: the message is thrown away. */ discarded: boolean;
      seen: SeenId[];
    }
  /** RFC 5228 §2.10.6: the message is kept, and the user is told. */
  | { kind: 'failed'; error: SieveError }
  | { kind: 'asks'; handle: string; id: string };

/** Edits of the header start from what came. `name` is that of the script, so that it cannot include itself. Never throws. */
export function runScript(program: Program, name: string, message: SieveMessage, environment: SieveEnvironment): SieveResult {
  message.header = message.original;
  const run = new Run(message, environment);
  run.including.push(name);
  run.usesVariables = program.requires.has('variables');
  try {
    runBlock(run, program.commands);
    if (run.implicitKeep) run.actions.unshift(implicitKeep(run));
    prohibit(run);
    return { kind: 'done', actions: run.actions, discarded: !run.actions.some(isDisposition), seen: run.seen };
  } catch (fault) {
    if (fault instanceof Unanswered) return { kind: 'asks', handle: fault.handle, id: fault.id };
    if (fault instanceof RunFault) return { kind: 'failed', error: { line: fault.line, message: fault.message } };
    throw fault;
  }
}

/** Checks and runs. A script that does not pass keeps the message, as a fault of the run does. */
export function runSource(source: string, name: string, bytes: Uint8Array, environment: SieveEnvironment): SieveResult {
  const checked = checkScript(source);
  return checked.ok ? runScript(checked.program, name, new SieveMessage(bytes), environment) : { kind: 'failed', error: checked.error };
}

/** RFC 5232 §2: with the flags that the script has set by its end. RFC 5293 §7: with the header as it is then. */
const implicitKeep = (run: Run): FileAction => ({
  ...{ kind: 'file', mailbox: null, flags: run.flags, ownFlags: false, create: false, specialUse: null, mailboxId: null },
  ...{ header: run.header, line: 0 },
});

const isDisposition = ({ kind }: SieveAction): boolean => kind === 'file' || kind === 'redirect' || kind === 'reject';

/** RFC 5429 §2.5, RFC 5230 §4.7: what must not come together. */
function prohibit({ actions }: Run): void {
  const rejects = actions.filter(({ kind }) => kind === 'reject').length;
  const vacations = actions.filter(({ kind }) => kind === 'vacation').length;
  const delivers = actions.some(({ kind }) => kind === 'file' || kind === 'redirect');
  if (rejects > 1) throw new RunFault(0, 'A message can be rejected only once.');
  if (vacations > 1) throw new RunFault(0, 'Only one vacation reply can be sent for a message.');
  if (rejects > 0 && vacations > 0) throw new RunFault(0, 'A message cannot be both rejected and answered by a vacation reply.');
  if (rejects > 0 && delivers) throw new RunFault(0, 'A message cannot be both rejected and delivered.');
  if (actions.filter(({ kind }) => kind === 'redirect').length > sieveLimits.redirects)
    throw new RunFault(0, `A message can be redirected to ${sieveLimits.redirects} addresses at most.`);
  if (actions.filter(({ kind }) => kind === 'notify').length > sieveLimits.notifications)
    throw new RunFault(0, `At most ${sieveLimits.notifications} notifications can be sent for a message.`);
}
