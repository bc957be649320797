/** The server at a glance. */
import { statfs } from 'node:fs/promises';
import { z } from 'zod';
import { lastBackupKey } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import * as store from '#server/store/index.ts';
import { domainOf } from '../caller.ts';
import { certificateState } from '../certificate-state.ts';
import { operation } from '../operation.ts';
import { octets, time } from '../words.ts';

export const serverStatus = operation({
  name: 'server.status',
  http: 'GET /status',
  summary: 'Shows the server at a glance: accounts, queue, storage, certificate.',
  input: z.strictObject({}),
  output: z.object({
    hostname: z.string(),
    accounts: z.int(),
    suspended: z.int(),
    nearlyFull: z.int(),
    domains: z.int(),
    messages: z.int(),
    usedBytes: octets,
    queued: z.int(),
    oldestInQueue: time.nullable(),
    blocked: z.int(),
    database: z.object({ up: z.boolean(), milliseconds: z.number() }),
    disk: z.object({ freeBytes: octets, totalBytes: octets }).nullable(),
    backup: z.object({ endedAt: time.nullable(), error: z.string().nullable() }).nullable(),
    certificate: z.object({ subject: z.string(), issuer: z.string(), expiresAt: time, selfSigned: z.boolean() }).nullable(),
  }),
  touches: () => 'own',
  async run({ domains }) {
    const begun = performance.now();
    const up = await store.databaseIsUp();
    const milliseconds = Math.round((performance.now() - begun) * 10) / 10;
    const [totals, known, queue, blocked] = await Promise.all([
      store.accountTotals(domains),
      store.listDomains(),
      store.listQueue({ limit: 5000 }),
      store.listBlockedAddresses(),
    ]);
    const mine = queue.filter(({ mailFrom }) => domains === null || domains.includes(domainOf(mailFrom)));
    return {
      ok: true,
      value: {
        ...totals,
        hostname: config().hostname,
        domains: domains?.length ?? known.length,
        queued: mine.length,
        oldestInQueue: mine.reduce<Date | null>((oldest, { createdAt }) => (oldest && oldest < createdAt ? oldest : createdAt), null),
        blocked: domains ? 0 : blocked.length,
        database: { up, milliseconds },
        disk: domains ? null : await diskOf(config().dataDir),
        backup: domains ? null : await lastBackup(),
        certificate: certificateState(),
      },
    };
  },
});

async function diskOf(folder: string): Promise<{ freeBytes: number; totalBytes: number } | null> {
  const found = await statfs(folder).catch(() => null); // an external database may leave no data folder here
  return found && { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize };
}

const backupState = z.object({ endedAt: z.coerce.date().nullable(), error: z.string().nullable() });
async function lastBackup(): Promise<z.output<typeof backupState> | null> {
  return backupState.safeParse(await store.getServerState(lastBackupKey)).data ?? null;
}

const windows = { day: { hours: 24, slot: 900 }, week: { hours: 168, slot: 7200 }, month: { hours: 720, slot: 21_600 } } as const;

export const serverTraffic = operation({
  name: 'server.traffic',
  http: 'GET /traffic',
  summary: 'Counts what came and went by time: events of deliveries, and failed log-ins.',
  input: z.strictObject({ window: z.enum(['day', 'week', 'month']).default('day').describe('How far back.') }),
  output: z.object({
    slotSeconds: z.int(),
    /** The beginning of each slot, without gaps. */
    times: z.array(time),
    /** By type of event, a count for each slot. */
    counts: z.record(z.string(), z.array(z.int())),
    /** The same, of the window before this one, in all. */
    before: z.record(z.string(), z.int()),
  }),
  touches: () => 'own',
  async run({ domains }, { window }) {
    const { hours, slot } = windows[window];
    const now = Date.now();
    const first = Math.floor((now - hours * 3_600_000) / (slot * 1000)) * slot * 1000 + slot * 1000;
    const points = await store.traffic({ since: new Date(first - hours * 3_600_000), everySeconds: slot, domains });
    const times = Array.from(
      { length: Math.floor((now - first) / (slot * 1000)) + 1 },
      (_, index) => new Date(first + index * slot * 1000),
    );
    const counts: Record<string, number[]> = {};
    const before: Record<string, number> = {};
    for (const { at, type, count } of points) {
      const index = (at.getTime() - first) / (slot * 1000);
      if (index < 0) before[type] = (before[type] ?? 0) + count;
      else {
        const row = (counts[type] ??= times.map(() => 0));
        if (index < row.length) row[index] = count;
      }
    }
    return { ok: true, value: { slotSeconds: slot, times, counts, before } };
  },
});
