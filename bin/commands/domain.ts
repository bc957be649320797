/** `posthorn domain add|list|remove`. */
import { parseArgs } from 'node:util';
import { audit, createDomain, listDomains, removeDomain } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orRefuse } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [action = 'list', name = ''] = positionals;
  await withDatabase(async () => {
    if (action === 'list') {
      const rows = (await listDomains()).map((domain) => ({ name: domain.name }));
      return printTable(rows, { json: values.json, empty: 'No domains yet: posthorn domain add NAME' });
    }
    if (!name) throw new UsageError(`domain ${action} needs a name, such as hamburger.edu.`);
    if (action === 'add') orRefuse(`domain ${name}`, await createDomain(name));
    else if (action === 'remove') orRefuse(`domain ${name}`, await removeDomain(name));
    else throw new UsageError(`there is no "domain ${action}".`, { usage: true });
    await audit('command line', `domain.${action}`, { name });
    console.log(`${action === 'add' ? 'added' : 'removed'} ${name}`);
  });
}
