/** `posthorn upgrade --check`: what this program's new migrations will do, tried on a copy. The start itself applies them. */
import { parseArgs } from 'node:util';
import { rehearse } from '#server/backup/rehearse.ts';
import { migrationNames } from '#server/store/migrate.ts';
import { progressLine } from '../progress-line.ts';
import { UsageError } from '../usage-error.ts';
import { version } from '../version.ts';
import { withDatabase } from '../with-database.ts';
import { migrations, withScratch } from '../with-scratch.ts';

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { check: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  if (!values.check) throw new UsageError('upgrade needs --check; the next "posthorn start" applies what is new.', { usage: true });
  const { tell, end } = progressLine(!values.json);
  const found = await rehearse({
    ...{ version, tell, known: migrationNames(migrations), scratch: withScratch },
    live: (work) => withDatabase(work, { migrated: false }),
  });
  end();
  process.exitCode = found.faults.length > 0 ? 1 : 0;
  if (values.json) return console.log(JSON.stringify(found, null, 2));
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  console.log(
    [
      found.pending.length === 0 ? 'Nothing is new: the database is that of this program.' : `${found.pending.length} migrations are new:`,
      ...found.pending.map((name) => `  ${name}`),
      `Tried on a copy: ${found.rows} rows and ${found.messages} messages, ${seconds(found.copyMs)} to copy, ${seconds(found.applyMs)} to fill and migrate.`,
      ...found.changed.map(({ table, before, after }) => `  ${table}: ${before} rows before, ${after} after`),
      ...(found.changed.length === 0 ? ['Every table keeps its number of rows; every message has its hash.'] : []),
      ...found.faults.map(({ check, accountId, object, detail }) => ['fault:', check, accountId ?? '-', object, detail].join(' ')),
      found.faults.length === 0 ? 'Every invariant holds afterwards.' : 'Do not start this program on the database yet.',
    ].join('\n'),
  );
}
