/** `posthorn group add ADDRESS MEMBER… [--name N] [--posting anyone|internal|members]`, `list`, `join`, `leave`, `change`, `remove`. */
import { parseArgs } from 'node:util';
import { addGroup, changeMembers, deleteGroup, editGroup } from '#server/admin/groups.ts';
import { listGroups } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orSay } from '../refusal.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const actor = { name: 'command line' };

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: { type: 'boolean', default: false }, name: { type: 'string' }, posting: { type: 'string' } },
    allowPositionals: true,
  });
  const [action = 'list', address = '', ...members] = positionals;
  const { name, posting } = values;
  const told = { ...(name === undefined ? {} : { name }), ...(posting === undefined ? {} : { posting }) };
  await withDatabase(async () => {
    if (action === 'list') {
      const rows = (await listGroups()).map((group) => ({
        ...group,
        members: values.json ? group.members : group.members.join(', '),
        posting: group.posting ?? 'anyone',
      }));
      return printTable(rows, { json: values.json, empty: 'No groups yet: posthorn group add ADDRESS MEMBER…' });
    }
    if (!address.includes('@')) throw new UsageError(`group ${action} needs an address, such as team@hamburger.edu.`);
    if (action === 'remove') {
      orSay(await deleteGroup(actor, address));
      return console.log(`removed ${address}`);
    }
    const wanted = { add: () => addGroup(actor, { address, members, ...told }), change: () => editGroup(actor, address, told) };
    const moved = {
      join: () => changeMembers(actor, address, { add: members }),
      leave: () => changeMembers(actor, address, { remove: members }),
    };
    const work = { ...wanted, ...moved }[action];
    if (!work) throw new UsageError(`there is no "group ${action}".`, { usage: true });
    const group = orSay(await work());
    console.log(values.json ? JSON.stringify(group, null, 2) : `${group.address} → ${group.members.join(', ') || 'nobody yet'}`);
  });
}
