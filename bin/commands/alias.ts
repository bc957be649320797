/** `posthorn alias add ADDRESS TARGET…`, `alias list`, `alias remove ADDRESS`. */
import { parseArgs } from 'node:util';
import { addAlias, audit, listAliases, removeAlias } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orRefuse } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [action = 'list', address = '', ...targets] = positionals;
  await withDatabase(async () => {
    if (action === 'list') {
      const rows = (await listAliases()).map((alias) => ({
        address: alias.address,
        targets: values.json ? alias.targets : alias.targets.join(', '),
      }));
      return printTable(rows, { json: values.json, empty: 'No aliases yet: posthorn alias add ADDRESS TARGET…' });
    }
    if (!address.includes('@')) throw new UsageError(`alias ${action} needs an address, such as info@hamburger.edu.`);
    if (action === 'add') {
      if (targets.length === 0) throw new UsageError('alias add needs at least one target address.');
      orRefuse(`alias ${address}`, await addAlias(address, targets));
    } else if (action === 'remove') orRefuse(`alias ${address}`, await removeAlias(address));
    else throw new UsageError(`there is no "alias ${action}".`, { usage: true });
    await audit('command line', `alias.${action}`, { address, targets });
    console.log(action === 'add' ? `${address} → ${targets.join(', ')}` : `removed ${address}`);
  });
}
