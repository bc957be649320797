/** `posthorn import --account ADDRESS …`: mbox, Maildir, folders of .eml, archives of them; or a whole account of another server. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { importPaths, type ImportReport } from '#server/import/import-paths.ts';
import { findAccountByEmail } from '#server/store/index.ts';
import { importByImap } from '../import-imap.ts';
import { orRefuse } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const options = {
    account: { type: 'string' },
    mailbox: { type: 'string', default: 'INBOX' },
    folders: { type: 'boolean', default: false },
    imap: { type: 'string' },
    'password-file': { type: 'string' },
    json: { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const { account: email, mailbox, json, imap } = values;
  if (!email || (positionals.length === 0) === (imap === undefined))
    throw new UsageError('import needs --account ADDRESS, and at least one path or --imap imaps://USER@HOST.', { usage: true });
  await withDatabase(async () => {
    const account = await findAccountByEmail(email);
    if (!account) throw new UsageError(`there is no account ${email}: "posthorn account list" shows those there are.`);
    const { accountId } = account;
    if (imap !== undefined) {
      if (!(await importByImap({ accountId, url: imap, mailbox, passwordFile: values['password-file'], json }))) process.exitCode = 1;
      return;
    }
    const paths = positionals.map((given) => path.resolve(given));
    const wish = { accountId, mailboxName: mailbox, paths, onProgress: showProgress };
    const whole = values.folders ? { keepFolders: true, unquoteFrom: true } : {};
    const report = orRefuse(`mailbox ${mailbox}`, await importPaths({ ...wish, ...whole }));
    if (process.stderr.isTTY) process.stderr.write('\n');
    if (report.refused > 0) process.exitCode = 1;
    if (json) return console.log(JSON.stringify(report, null, 2));
    console.log(`imported ${report.imported}, already there ${report.already}, refused ${report.refused}`);
    for (const { folder, found, imported, already, refused, sha256 } of report.folders)
      if (report.folders.length > 1)
        console.log(`  ${folder}: found ${found}, taken ${imported}, already there ${already}, refused ${refused}, sha256 ${sha256}`);
    for (const { source, reason } of report.problems) console.error(`  ${source}: ${reason}`);
    return undefined;
  });
}

function showProgress({ imported, already, refused }: ImportReport): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${imported + already + refused} messages, ${imported} of them new`);
}
