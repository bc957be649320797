/** `posthorn blobs`: where the octets of messages lie; `blobs move --to s3|postgres` moves them, while the server serves. */
import { parseArgs } from 'node:util';
import { config } from '#server/config/config.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { blobFigures, moveBlobs, type BlobPlace } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { progressLine } from '../progress-line.ts';
import { formatSize } from '../size.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const options = { to: { type: 'string' }, json: { type: 'boolean', default: false } } as const;
const places: readonly BlobPlace[] = ['s3', 'postgres'];

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { json } = values;
  const [verb] = positionals;
  if ((verb !== undefined && verb !== 'move') || positionals.length > 1)
    throw new UsageError(`there is no "blobs ${positionals.join(' ')}".`, { usage: true });
  if (verb === undefined) return withDatabase(() => show(json));
  const to = places.find((place) => place === values.to);
  if (!to) throw new UsageError('blobs move needs --to s3 or --to postgres.', { usage: true });
  try {
    await withDatabase(() => move(to, json));
  } catch (error) {
    throw error instanceof StorageFault ? new UsageError(`${error.message} What was moved stays moved; the same command goes on.`) : error;
  }
}

async function show(json: boolean): Promise<void> {
  const found = await blobFigures();
  const rows = json ? found.map((row) => ({ ...row })) : found.map(({ octets, ...row }) => ({ ...row, size: formatSize(octets) }));
  printTable(rows, { json, empty: 'There is no message yet.' });
}

async function move(to: BlobPlace, json: boolean): Promise<void> {
  const { blobStore } = config();
  const { tell, end } = progressLine(!json);
  const report = await moveBlobs(to, { tell: ({ done, total, octets }) => tell(`${done} of ${total}, ${formatSize(octets)}`) });
  end();
  if (report.damaged.length > 0) process.exitCode = 1;
  if (json) return console.log(JSON.stringify(report, null, 2));
  console.log(`moved ${report.moved} blobs with ${formatSize(report.octets)} to ${to}`);
  for (const name of report.damaged) console.log(`not moved, as its octets are not what was written: ${name}`);
  if (blobStore !== to) console.log(`New messages still go to ${blobStore}: set BLOB_STORE=${to}.`);
}
