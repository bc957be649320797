import { readNumbers } from '#lib/pop3/command-line.ts';
import type { Command } from '../command.ts';
import { noSuchMessage } from '../listing.ts';
import { failed } from '../reply.ts';
import { sendLetter } from '../send-letter.ts';

/** RFC 1939 §5. It does not mark the message as read: a program that collects mail is not a person who has read it. */
export const retr: Command = {
  state: 'transaction',
  async run(session, argument) {
    const numbers = readNumbers(argument);
    if (numbers?.length !== 1) return failed('Give the number of a message');
    const letter = session.open.letter(numbers[0] ?? 0);
    if (!letter) return noSuchMessage;
    await sendLetter(session, letter);
    return null;
  },
};
