import { readNumbers } from '#lib/pop3/command-line.ts';
import type { Command } from '../command.ts';
import { noSuchMessage } from '../listing.ts';
import { failed } from '../reply.ts';
import { sendLetter } from '../send-letter.ts';

/** RFC 1939 §7: the header, the empty line, and so many lines of the body. */
export const top: Command = {
  state: 'transaction',
  async run(session, argument) {
    const numbers = readNumbers(argument);
    if (numbers?.length !== 2) return failed('Give the number of a message and a number of lines');
    const letter = session.open.letter(numbers[0] ?? 0);
    if (!letter) return noSuchMessage;
    await sendLetter(session, letter, numbers[1]);
    return null;
  },
};
