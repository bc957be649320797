import { sieveLimits } from '#lib/sieve/limits.ts';
import { listScripts } from '#server/store/index.ts';
import { count, numberAt, type Command } from '../command.ts';
import { no } from '../reply.ts';
import { done, scriptNameAt } from '../script-name.ts';

/** RFC 5804 §2.5: whether a script of that name and size would be stored. */
export const havespace: Command = {
  state: 'authenticated',
  async run({ accountId }, args) {
    count(args, 2, 2, 'HAVESPACE "name" size');
    const [name, size] = [scriptNameAt(args, 0), numberAt(args, 1)];
    if (size > sieveLimits.scriptBytes) return no(`A script has at most ${sieveLimits.scriptBytes} octets`, 'QUOTA/MAXSIZE');
    const scripts = await listScripts(accountId);
    const isNew = !scripts.some((script) => script.name === name);
    if (isNew && scripts.length >= sieveLimits.scripts)
      return no(`An account has at most ${sieveLimits.scripts} scripts`, 'QUOTA/MAXSCRIPTS');
    return done;
  },
};
