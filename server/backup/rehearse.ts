/** An upgrade tried on a copy: the migrations that are new, what they do to the counts, and whether every invariant holds afterwards. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { countRows, type Finding } from '#server/store/index.ts';
import { backUp } from './back-up.ts';
import { readManifest } from './manifest.ts';
import { vaultToRead, type Target } from './vault/open-vault.ts';
import { verify, type VerifyReport } from './verify.ts';

export interface Rehearsal {
  /** Not yet applied to the live database. */
  pending: string[];
  /** Tables whose number of rows the migrations change. */
  changed: { table: string; before: number; after: number }[];
  rows: number;
  messages: number;
  /** Milliseconds: the copy out of the live database, and into the scratch one with the migrations. */
  copyMs: number;
  applyMs: number;
  faults: Finding[];
}
export interface RehearsalRequest {
  version: string;
  known: readonly string[];
  /** Runs `work` with the store on the live database. */
  live: <T>(work: () => Promise<T>) => Promise<T>;
  /** Runs `work` with the store on an empty scratch database that is thrown away. */
  scratch: <T>(work: (migrate: (only?: ReadonlySet<string>) => Promise<unknown>) => Promise<T>) => Promise<T>;
  tell?: (step: string) => void;
}

/** Changes nothing but the scratch database. Reads all mail once: it takes the time of a backup and a restore. */
export async function rehearse({ version, known, live, scratch, tell = () => undefined }: RehearsalRequest): Promise<Rehearsal> {
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-upgrade-'));
  try {
    const target: Target = { place: path.join(folder, 'copy.tar'), passphrase: null, s3: null };
    const began = performance.now();
    await live(() => backUp({ target, dataDir: folder, version, keep: null, tell }));
    const copied = performance.now();
    const manifest = await readManifest(await vaultToRead(target));
    const applied = new Set(manifest.migrations.map(({ name }) => name));
    const [report, after] = await scratch(async (migrate): Promise<[VerifyReport, Map<string, number>]> => {
      const proved = await verify({ target, migrate, known, tell });
      return [proved, await countRows(manifest.tables.map(({ name }) => name))];
    });
    const changed = manifest.tables
      .map(({ name, rows }) => ({ table: name, before: rows, after: after.get(name) ?? 0 }))
      .filter((one) => one.before !== one.after);
    return {
      pending: known.filter((name) => !applied.has(name)),
      changed,
      rows: report.rows,
      messages: report.blobs,
      copyMs: Math.round(copied - began),
      applyMs: Math.round(performance.now() - copied),
      faults: report.faults,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
