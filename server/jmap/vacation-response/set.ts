/** VacationResponse/set (RFC 8621 §8.2): writes the script "vacation", and makes it a part of what is done with new mail or not. */
import { capability } from '#lib/jmap/capabilities.ts';
import { checkScript } from '#lib/sieve/check/check.ts';
import { activeParts, textOf } from '#lib/sieve/rules/active-parts.ts';
import { putVacation, setParts } from '#server/delivery/sieve/script-book.ts';
import { changeScripts, type ScriptWriter } from '#server/store/index.ts';
import { SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { SetRun } from '../standard/set.ts';
import { patchedVacation, toJmapVacation } from './vacation-object.ts';

export const vacationResponseSet = method({
  name: 'VacationResponse/set',
  capability: capability.vacation,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    return run.asOne<ScriptWriter>(
      args,
      (work) => changeScripts(context.accountId, work),
      (writer) => run.singleton(args, (patch) => write(writer, patch)),
    );
  },
});

async function write(writer: ScriptWriter, patch: Record<string, unknown>): Promise<void> {
  const wanted = patchedVacation(toJmapVacation(writer.scripts), patch);
  await putVacation(writer, wanted);
  const parts = activeParts(writer.scripts);
  if (wanted.isEnabled && !parts.vacation) refuseSecondReply(writer, parts.own);
  await setParts(writer, { ...parts, vacation: wanted.isEnabled });
}

/** RFC 5230 §4.7: two vacation replies for one message are an error, and the whole script would do nothing. */
function refuseSecondReply(writer: ScriptWriter, own: string | null): void {
  const script = own === null ? undefined : writer.find(own);
  const checked = script && checkScript(textOf(script));
  if (checked?.ok && checked.program.requires.has('vacation'))
    throw new SetRefusal('forbidden', { description: `The active script "${own}" sends a vacation reply of its own.` });
}
