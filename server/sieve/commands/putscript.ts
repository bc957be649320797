import { checkBytes } from '#lib/sieve/check/check-bytes.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { count, octetsAt, type Command } from '../command.ts';
import { no, type Reply } from '../reply.ts';
import { change, done, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.6: stores a script that passes the check; an active one is replaced and stays active. */
export const putscript: Command = {
  state: 'authenticated',
  run({ accountId }, args) {
    count(args, 2, 2, 'PUTSCRIPT "name" "script"');
    const [name, content] = [scriptNameAt(args, 0), octetsAt(args, 1)];
    const problem = problemOf(content);
    if (problem) return problem;
    return change(accountId, async (writer) => {
      if (!writer.find(name) && writer.scripts.length >= sieveLimits.scripts)
        return no(`An account has at most ${sieveLimits.scripts} scripts`, 'QUOTA/MAXSCRIPTS');
      await writer.put(name, content);
      return done;
    });
  },
};

/** With the line of the first error (§2.6, §2.12). */
export function problemOf(content: Uint8Array): Reply | null {
  const checked = checkBytes(content);
  if (checked.ok) return null;
  if (checked.reason === 'tooLarge') return no(`A script has at most ${sieveLimits.scriptBytes} octets`, 'QUOTA/MAXSIZE');
  return no(`line ${checked.error.line}: ${checked.error.message}`);
}
