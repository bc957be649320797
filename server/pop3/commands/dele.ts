import { readNumbers } from '#lib/pop3/command-line.ts';
import type { Command } from '../command.ts';
import { noSuchMessage } from '../listing.ts';
import { failed, ok } from '../reply.ts';

/** RFC 1939 §5: marks only; QUIT deletes. */
export const dele: Command = {
  state: 'transaction',
  run(session, argument) {
    const numbers = readNumbers(argument);
    if (numbers?.length !== 1) return failed('Give the number of a message');
    const letter = session.open.letter(numbers[0] ?? 0);
    if (!letter) return noSuchMessage;
    letter.deleted = true;
    return ok(`message ${letter.number} deleted`);
  },
};
