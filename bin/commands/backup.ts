/** `posthorn backup TARGET`: a backup of all there is, also while it serves; `list` and `verify` look at one. */
import { parseArgs } from 'node:util';
import { backUp } from '#server/backup/back-up.ts';
import { listSnapshots } from '#server/backup/list-snapshots.ts';
import { targetOf } from '#server/backup/target.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import { verify } from '#server/backup/verify.ts';
import { readConfig } from '#server/config/config.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { migrationNames } from '#server/store/migrate.ts';
import { printTable } from '../print-table.ts';
import { formatSize } from '../size.ts';
import { progressLine } from '../progress-line.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { withDatabase } from '../with-database.ts';
import { migrations, withScratch } from '../with-scratch.ts';

const options = {
  keep: { type: 'string' },
  snapshot: { type: 'string' },
  'passphrase-file': { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [first = '', second] = positionals;
  const look = first === 'list' || first === 'verify';
  const place = look ? second : first;
  if (!place || positionals.length > (look ? 2 : 1))
    throw new UsageError('backup needs a TARGET: a file, a folder or s3://bucket/prefix.', { usage: true });
  if (values.keep !== undefined && !/^[1-9]\d*$/.test(values.keep))
    throw new UsageError(`--keep takes a number from 1 on, not "${values.keep}".`);
  const settings = readConfig(process.env);
  const { json } = values;
  try {
    const target = targetOf(place, settings, values['passphrase-file']);
    if (first === 'list') return await list(target, json);
    if (first === 'verify') return await prove(target, values.snapshot, json);
    const { tell, end } = progressLine(!json);
    const report = await withDatabase(({ dataDir }) =>
      backUp({
        target,
        dataDir,
        version,
        keep: values.keep ? Number(values.keep) : null,
        tell: (step, { octets }) => tell(octets ? `${step} ${formatSize(octets)}` : step),
      }),
    );
    end();
    if (json) return console.log(JSON.stringify(report, null, 2));
    console.log(
      `backup ${report.id}: ${report.rows} rows and ${formatSize(report.messagesOctets)} of messages, ${formatSize(report.freshOctets)} of them new here`,
    );
    if (report.dropped.length > 0) console.log(`dropped ${report.dropped.join(', ')}`);
    if (target.passphrase === null)
      console.log('It is not enciphered: whoever can read it can read all mail and the secrets of this server.');
  } catch (error) {
    throw error instanceof BackupFault || error instanceof StorageFault ? new UsageError(error.message) : error;
  }
}

type Target = ReturnType<typeof targetOf>;

async function list(target: Target, json: boolean): Promise<void> {
  printTable(
    (await listSnapshots(target)).map((row) => ({ ...row })),
    { json, empty: 'There is no whole snapshot in it.' },
  );
}

async function prove(target: Target, snapshot: string | undefined, json: boolean): Promise<void> {
  const { tell: say, end } = progressLine(!json);
  // The server that began it (bin/prove-backup.ts) hears of each step.
  const tell = (step: string, progress: { done: number; total: number }) => (process.send?.({ step, ...progress }), say(step));
  const report = await withScratch((migrate) => verify({ target, snapshot, tell, known: migrationNames(migrations), migrate }));
  end();
  if (process.connected) process.disconnect();
  const { faults, ...facts } = report;
  if (json) console.log(JSON.stringify(report, null, 2));
  else {
    for (const { check, accountId, object, detail } of faults)
      console.log([check, `account ${accountId ?? '-'}`, object, detail].filter(Boolean).join('  '));
    const verdict = faults.length === 0 ? 'it is whole' : `${faults.length} faults`;
    console.log(`${facts.id}: ${facts.rows} rows and ${facts.blobs} messages came back; ${verdict}`);
  }
  process.exitCode = faults.length === 0 ? 0 : 1;
}
