/** `posthorn export --account ADDRESS --to FOLDER [--format mbox|maildir|eml]`. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { commandLine, domainOf } from '#server/admin/caller.ts';
import { exportAccount } from '#server/import/export-account.ts';
import { audit, findAccountByEmail } from '#server/store/index.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const formats = ['mbox', 'maildir', 'eml'] as const;

export async function run(args: string[]): Promise<void> {
  const options = { account: { type: 'string' }, to: { type: 'string' }, format: { type: 'string', default: 'mbox' } } as const;
  const { values } = parseArgs({ args, options });
  const { account: email, to } = values;
  const format = formats.find((known) => known === values.format);
  if (!email || !to) throw new UsageError('export needs --account ADDRESS and --to FOLDER.', { usage: true });
  if (!format) throw new UsageError(`"${values.format}" is not a format: mbox, maildir or eml.`);
  await withDatabase(async () => {
    const account = await findAccountByEmail(email);
    if (!account) throw new UsageError(`there is no account ${email}: "posthorn account list" shows those there are.`);
    // Whoever has the shell can read all mail; that somebody did is to be seen all the same.
    await audit(commandLine.name, 'account.export', {
      email,
      accountId: account.accountId,
      domains: [domainOf(email)],
      format,
      to: path.resolve(to),
    });
    const report = await exportAccount({ accountId: account.accountId, format, to: path.resolve(to) });
    console.log(`exported ${report.messages} messages of ${report.mailboxes} mailboxes to ${to}`);
  });
}
