import { literal } from '#lib/managesieve/write-string.ts';
import { listScripts } from '#server/store/index.ts';
import { count, type Command } from '../command.ts';
import { done, noSuchScript, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.9: the octets as they were handed in. */
export const getscript: Command = {
  state: 'authenticated',
  async run({ accountId, connection }, args) {
    count(args, 1, 1, 'GETSCRIPT "name"');
    const name = scriptNameAt(args, 0);
    const script = (await listScripts(accountId)).find((one) => one.name === name);
    if (!script) return noSuchScript;
    for (const piece of literal(script.content)) connection.write(piece);
    connection.write('\r\n');
    return done;
  },
};
