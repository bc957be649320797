import { count, octetsAt, type Command } from '../command.ts';
import { done } from '../script-name.ts';
import { problemOf } from './putscript.ts';

/** RFC 5804 §2.12. */
export const checkscript: Command = {
  state: 'authenticated',
  run(_, args) {
    count(args, 1, 1, 'CHECKSCRIPT "script"');
    return problemOf(octetsAt(args, 0)) ?? done;
  },
};
