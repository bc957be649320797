import { count, textAt, type Command } from '../command.ts';
import { change, done, noSuchScript, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.8: the empty name makes none active. */
export const setactive: Command = {
  state: 'authenticated',
  run({ accountId }, args) {
    count(args, 1, 1, 'SETACTIVE "name"');
    const name = textAt(args, 0) === '' ? null : scriptNameAt(args, 0);
    return change(accountId, async (writer) => {
      const script = name === null ? null : writer.find(name);
      if (script === undefined) return noSuchScript;
      await writer.activate(script?.scriptId ?? null);
      return done;
    });
  },
};
