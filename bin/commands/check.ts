/** `posthorn check`: prints every broken invariant of the store; silent, and exit code 0, when there is none. The server may be running. */
import { findFaults, type Finding } from '#server/store/index.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const json = args.includes('--json');
  const found: Finding[] = [];
  let count = 0;
  await withDatabase(async () => {
    for await (const fault of findFaults()) {
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
