import { removeScript } from '#server/delivery/sieve/script-book.ts';
import { count, type Command } from '../command.ts';
import { no } from '../reply.ts';
import { change, done, noSuchScript, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.10. */
export const deletescript: Command = {
  state: 'authenticated',
  run({ accountId }, args) {
    count(args, 1, 1, 'DELETESCRIPT "name"');
    const name = scriptNameAt(args, 0);
    return change(accountId, async (writer) => {
      const script = writer.find(name);
      if (!script) return noSuchScript;
      if (script.isActive) return no('The active script is not deleted: make another one active first, or none', 'ACTIVE');
      await removeScript(writer, script);
      return done;
    });
  },
};
