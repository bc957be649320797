/** What LIST and UIDL have in common: one message by its number, or all that are not marked as deleted. */
import { readNumbers } from '#lib/pop3/command-line.ts';
import type { Letter } from './maildrop.ts';
import { failed, ok, type Reply } from './reply.ts';
import type { Session } from './session.ts';

export function sendListing(session: Session, argument: string, told: (letter: Letter) => string): Reply | null {
  const line = (letter: Letter) => `${letter.number} ${told(letter)}`;
  const numbers = readNumbers(argument);
  if (!numbers || numbers.length > 1) return failed('Give one number, or none');
  const [number] = numbers;
  if (number === undefined) {
    const { kept } = session.open;
    session.sendLines(`${kept.length} messages`, kept.map(line));
    return null;
  }
  const letter = session.open.letter(number);
  return letter ? ok(line(letter)) : noSuchMessage;
}

export const noSuchMessage = failed('There is no such message');
