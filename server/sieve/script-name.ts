/** Names of scripts, and what a change of them comes to. */
import type { Word } from '#lib/managesieve/read-line.ts';
import { isScriptName } from '#lib/sieve/check/constants.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { changeScripts, type ScriptWriter } from '#server/store/index.ts';
import { textAt, WrongArguments } from './command.ts';
import { no, ok, type Reply } from './reply.ts';

/** RFC 5804 §1.6: 1 to 512 octets, without control characters and line separators; never cut off. */
export function scriptNameAt(args: readonly Word[], index: number): string {
  const name = textAt(args, index);
  if (!isScriptName(name))
    throw new WrongArguments(`The name of a script has 1 to ${sieveLimits.nameBytes} octets and no control characters`);
  return name;
}

export const noSuchScript: Reply = no('There is no script by that name', 'NONEXISTENT');

/** A refusal of `work` writes nothing. */
export async function change(accountId: number, work: (writer: ScriptWriter) => Promise<Reply>): Promise<Reply> {
  const outcome = await changeScripts(accountId, work);
  return outcome.ok ? outcome.value.value : no('The account is not there any more', 'TRYLATER');
}

export const done = ok();
