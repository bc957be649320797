import { renameScript } from '#server/delivery/sieve/script-book.ts';
import { count, type Command } from '../command.ts';
import { no } from '../reply.ts';
import { change, done, noSuchScript, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.11: the active script stays active. */
export const renamescript: Command = {
  state: 'authenticated',
  run({ accountId }, args) {
    count(args, 2, 2, 'RENAMESCRIPT "old name" "new name"');
    const [from, to] = [scriptNameAt(args, 0), scriptNameAt(args, 1)];
    return change(accountId, async (writer) => {
      const script = writer.find(from);
      if (!script) return noSuchScript;
      if (from !== to && writer.find(to)) return no('There is a script by the new name', 'ALREADYEXISTS');
      await renameScript(writer, script, to);
      return done;
    });
  },
};
