/** `posthorn forward ACCOUNT` tells where its mail is forwarded to; with TARGET… or `--off` it is set. */
import { parseArgs } from 'node:util';
import { getForwarding, setForwarding } from '#server/admin/forwarding.ts';
import { findAccountByEmail } from '#server/store/index.ts';
import { orSay } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const options = {
    json: { type: 'boolean', default: false },
    off: { type: 'boolean', default: false },
    'no-copy': { type: 'boolean', default: false },
  } as const;
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [login = '', ...addresses] = positionals;
  if (!login.includes('@')) throw new UsageError('forward needs the address of an account.', { usage: true });
  await withDatabase(async () => {
    const account = await findAccountByEmail(login);
    if (!account) throw new UsageError(`there is no account ${login}.`);
    if (addresses.length > 0 || values.off)
      orSay(
        await setForwarding({ name: 'command line' }, account.accountId, {
          addresses: values.off ? [] : addresses,
          keepCopy: !values['no-copy'],
        }),
      );
    const now = await getForwarding(account.accountId);
    if (values.json) return console.log(JSON.stringify(now, null, 2));
    const where =
      now.addresses.length === 0
        ? 'is not forwarded'
        : `is forwarded to ${now.addresses.join(', ')}, ${now.keepCopy ? 'and kept' : 'and not kept'}`;
    console.log(`Mail for ${login} ${where}.`);
  });
}
