/** `posthorn import --account ADDRESS [--mailbox NAME] PATH…`: mbox, Maildir, folders of .eml, archives of them. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importPaths, type ImportReport } from '#server/import/import-paths.ts';
import { findAccountByEmail } from '#server/store/index.ts';
import { orRefuse } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const options = {
    account: { type: 'string' },
    mailbox: { type: 'string', default: 'INBOX' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const email = values.account;
  if (!email || positionals.length === 0) throw new UsageError('import needs --account ADDRESS and at least one path.', { usage: true });
  await withDatabase(async () => {
    const account = await findAccountByEmail(email);
    if (!account) throw new UsageError(`there is no account ${email}: "posthorn account list" shows those there are.`);
    const paths = positionals.map((given) => path.resolve(given));
    const outcome = await importPaths({ accountId: account.accountId, mailboxName: values.mailbox, paths, onProgress: showProgress });
    const report = orRefuse(`mailbox ${values.mailbox}`, outcome);
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (values.json) return console.log(JSON.stringify(report, null, 2));
    console.log(`imported ${report.imported}, already there ${report.already}, refused ${report.refused}`);
    for (const { source, reason } of report.problems) console.error(`  ${source}: ${reason}`);
    if (report.refused > 0) process.exitCode = 1;
    return undefined;
  });
}

function showProgress({ imported, already, refused }: ImportReport): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${imported + already + refused} messages, ${imported} of them new`);
}
