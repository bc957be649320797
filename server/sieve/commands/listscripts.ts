import { writeString } from '#lib/managesieve/write-string.ts';
import { listScripts } from '#server/store/index.ts';
import { count, type Command } from '../command.ts';
import { done } from '../script-name.ts';

/** RFC 5804 §2.7. */
export const listscripts: Command = {
  state: 'authenticated',
  async run({ accountId, connection }, args) {
    count(args, 0, 0, 'LISTSCRIPTS');
    for (const { name, isActive } of await listScripts(accountId)) connection.write(`${writeString(name)}${isActive ? ' ACTIVE' : ''}\r\n`);
    return done;
  },
};
