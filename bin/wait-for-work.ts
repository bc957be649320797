/** `--wait`: how far a long work is, on one line that is written over itself, until it has ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { commandLine } from '#server/admin/caller.ts';
import { jobGet, type jobShape } from '#server/admin/operations/jobs.ts';
import { perform } from '#server/admin/perform.ts';
import { progressLine } from './progress-line.ts';
import { UsageError } from './usage-error.ts';

const lookEveryMs = 500;

/** It goes on in the server whatever becomes of this command. Failed or ended by somebody, it is an error. */
export async function waitForWork(id: number): Promise<z.output<typeof jobShape>> {
  const line = progressLine(true);
  for (;;) {
    const found = await perform(jobGet, commandLine, { id });
    if (!found.ok) throw new UsageError(found.message);
    const { state, done, total, doing, finishedAt, report } = found.value;
    if (finishedAt) {
      line.end();
      if (state === 'done') return found.value;
      throw new UsageError(`the work ${id} was ${state}: ${report.at(-1)?.text ?? doing ?? ''}`);
    }
    line.tell(`${state} ${Math.floor((100 * done) / Math.max(1, total))} % (posthorn job cancel ${id} ends it)`);
    await sleep(lookEveryMs);
  }
}
