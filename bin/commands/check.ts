/**
 * `posthorn check`: prints every broken invariant of the store; silent, and exit code 0, when there is none. The server may be running.
 * `--hashes` also reads every message and makes its hash again.
 */
import { parseArgs } from 'node:util';
import { findFaults, verifyBlobs, type Finding } from '#server/store/index.ts';
import { withDatabase } from '../with-database.ts';

const options = { hashes: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } } as const;

export async function run(args: string[]): Promise<void> {
  const { json, hashes } = parseArgs({ args, options }).values;
  const found: Finding[] = [];
  let count = 0;
  await withDatabase(async () => {
    for (const faults of hashes ? [findFaults(), verifyBlobs()] : [findFaults()])
      for await (const fault of faults) {
        count++;
        if (json) found.push(fault);
        else print(fault);
      }
  });
  if (json) console.log(JSON.stringify(found, null, 2));
  process.exitCode = count > 0 ? 1 : 0;
}

function print({ check, accountId, object, detail }: Finding): void {
  console.log([check, `account ${accountId ?? '-'}`, object, detail].filter(Boolean).join('  '));
}
