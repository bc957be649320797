import { writeString } from '#lib/managesieve/write-string.ts';
import { count, textAt, type Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 5804 §2.13: a tag comes back. */
export const noop: Command = {
  state: 'any',
  run(_, args) {
    count(args, 0, 1, 'NOOP ["tag"]');
    return args.length === 0 ? ok('Done') : { status: 'OK', code: `TAG ${writeString(textAt(args, 0))}`, text: 'Done' };
  },
};
