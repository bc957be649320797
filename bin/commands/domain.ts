/** `posthorn domain add|list|remove`, and `domain dkim NAME [--rotate]`: the records of its keys, to copy into DNS. */
import { parseArgs } from 'node:util';
import { ensureDkimKeys, isPublished, recordName, recordValue, rotateDkimKeys } from '#server/mailauth/dkim-keys.ts';
import { audit, createDomain, listDkimKeys, listDomains, removeDomain } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orRefuse } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, rotate: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [action = 'list', name = ''] = positionals;
  await withDatabase(async () => {
    if (action === 'list') {
      const rows = (await listDomains()).map((domain) => ({ name: domain.name }));
      return printTable(rows, { json: values.json, empty: 'No domains yet: posthorn domain add NAME' });
    }
    if (!name) throw new UsageError(`domain ${action} needs a name, such as hamburger.edu.`);
    if (action === 'dkim') return dkim(name, values);
    if (action === 'add') {
      const made = await createDomain(name);
      orRefuse(`domain ${name}`, made);
      await ensureDkimKeys(name);
    } else if (action === 'remove') orRefuse(`domain ${name}`, await removeDomain(name));
    else throw new UsageError(`there is no "domain ${action}".`, { usage: true });
    await audit('command line', `domain.${action}`, { name });
    console.log(`${action === 'add' ? 'added' : 'removed'} ${name}`);
  });
}

async function dkim(name: string, { json, rotate }: { json: boolean; rotate: boolean }): Promise<void> {
  if (!(await listDomains()).some((domain) => domain.name === name.toLowerCase()))
    throw new UsageError(`${name} is not a domain of this server: "posthorn domain list" shows them.`);
  if (rotate) {
    if (!(await rotateDkimKeys(name))) throw new UsageError(`${name} has new keys already: publish their records first.`);
    await audit('command line', 'domain.dkim.rotate', { name });
  } else await ensureDkimKeys(name);
  const keys = await listDkimKeys(name);
  const rows = await Promise.all(
    keys.map(async (key) => ({
      ...{ name: `${recordName(key)}.`, type: 'TXT', value: recordValue(key), state: key.state, made: key.createdAt },
      found: (await isPublished(key)) ? 'yes' : 'no',
    })),
  );
  printTable(rows, { json, empty: 'No keys.' });
  if (!json && keys.some(({ state }) => state === 'new'))
    console.log(
      'Publish the records of the new keys. They sign as soon as both are found (looked for every hour); then the old ones retire.',
    );
}
