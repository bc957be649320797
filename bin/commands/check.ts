/** `posthorn check`: prints every broken invariant of the store; silent, and exit code 0, when there is none. */
import { checkStore } from '#server/store/index.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const json = args.includes('--json');
  const found = await withDatabase(() => checkStore());
  if (json) console.log(JSON.stringify(found, null, 2));
  else
    for (const { check, accountId, object, detail } of found)
      console.log([check, `account ${accountId ?? '-'}`, object, detail].filter(Boolean).join('  '));
  process.exitCode = found.length > 0 ? 1 : 0;
}
