/** What runs by itself once an hour: the purge, the collection of blobs, the trimming of logs. */
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import { forgetBulks } from '../bulk/administer.ts';
import { collectBlobs } from '../blobs/collect-blobs.ts';
import { sweepObjects } from '../blobs/sweep-objects.ts';
import { expireQuarantined } from '../junk/quarantine.ts';
import { forgetReports } from '../reports/reports.ts';
import { purge } from './purge.ts';
import { forgetSending } from '../queue/account-sending.ts';
import { forgetDestinations } from '../queue/destinations.ts';
import { forgetSuppressions } from '../queue/suppressions.ts';
import { trimLogLines } from '../log/trim-log-lines.ts';
import { forgetExpired } from '../sieve/memory.ts';
import { forgetTraces } from '../trace/write-traces.ts';
import { forgetTlsResults } from '../tls/tls-results.ts';
import { trimLogs } from './trim-logs.ts';

const tasks = {
  purge,
  collectBlobs: () => collectBlobs(),
  sweepObjects: () => sweepObjects(),
  trimLogs: () => trimLogs(),
  forgetBulks,
  forgetExpired,
  expireQuarantined,
  forgetSuppressions: () => forgetSuppressions(),
  forgetSending: () => forgetSending(daysAgo(3)),
  forgetDestinations: () => forgetDestinations(daysAgo(90)),
  forgetReports,
  forgetTlsResults: () => forgetTlsResults(daysAgo(14)),
  trimLogLines: () => trimLogLines({ days: config().logDays }),
  forgetTraces: () => forgetTraces(daysAgo(config().traceDays)),
};
const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);

/** Returns what stops it, after the task that is running. */
export function startMaintenance(everyMs = 3_600_000): () => Promise<void> {
  return startRounds({ everyMs, complaint: 'maintenance: the round failed' }, runAll);
}

async function runAll(): Promise<void> {
  for (const [name, task] of Object.entries(tasks)) {
    const done = await task().catch((error: unknown) => log.error('maintenance.failed', { task: name, reason: reasonOf(error) }));
    if (done) log.info('maintenance.done', { task: name, deleted: done });
  }
}
