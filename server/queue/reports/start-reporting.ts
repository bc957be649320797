/** In the first mail process: once an hour the reports about the days that are over and not yet told. */
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import { sendReports } from './send-reports.ts';

const dayMs = 86_400_000;

/** Returns what stops it, after the round that is running. */
export function startReporting(everyMs = 3_600_000): () => Promise<void> {
  return startRounds({ everyMs, atOnce: true, complaint: 'reports: a round failed' }, async () => {
    if (!config().sendReports) return;
    const now = new Date();
    for (const back of [1, 2]) {
      const day = new Date(now.getTime() - back * dayMs).toISOString().slice(0, 10);
      await sendReports(day, now).catch((error: unknown) => log.error('reports: a round failed', { day, reason: reasonOf(error) }));
    }
  });
}
