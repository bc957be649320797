/** `posthorn mask list ACCOUNT`, `mask add ACCOUNT [LABEL]`, `mask off|on|drop ACCOUNT MASKED-ADDRESS`. */
import { parseArgs } from 'node:util';
import { addMask, changeMask } from '#server/admin/masks.ts';
import { findAccountByEmail, listMasks } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orSay } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const actor = { name: 'command line' };

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [action = 'list', login = '', ...rest] = positionals;
  if (!login.includes('@')) throw new UsageError(`mask ${action} needs the address of an account.`);
  await withDatabase(async () => {
    const account = await findAccountByEmail(login);
    if (!account) throw new UsageError(`there is no account ${login}.`);
    const { accountId } = account;
    if (action === 'list') {
      const rows = (await listMasks(accountId)).map(({ maskId: _, ...mask }) => mask);
      return printTable(rows, { json: values.json, empty: `No masked addresses yet: posthorn mask add ${login} LABEL` });
    }
    if (action === 'add') {
      const mask = orSay(await addMask(actor, accountId, rest.join(' ')));
      return console.log(values.json ? JSON.stringify(mask, null, 2) : mask.email);
    }
    if (action !== 'on' && action !== 'off' && action !== 'drop') throw new UsageError(`there is no "mask ${action}".`, { usage: true });
    const [email = ''] = rest;
    orSay(await changeMask(actor, accountId, email, action));
    console.log(`${email}: ${{ on: 'mail is taken', off: 'mail is refused', drop: 'gone for good' }[action]}`);
  });
}
