import type { Word } from '#lib/managesieve/read-line.ts';
import type { Reply } from './reply.ts';
import type { Session, State } from './session.ts';

export interface Command {
  state: State | 'any';
  /** Null: the command has sent its answer itself. */
  run: (session: Session, args: readonly Word[]) => Promise<Reply | null> | Reply | null;
}

/** Thrown while arguments are read: the command is refused with these words. */
export class WrongArguments extends Error {}

/** Exactly so many words. */
export function count(args: readonly Word[], least: number, most: number, usage: string): void {
  if (args.length < least || args.length > most) throw new WrongArguments(`It is written: ${usage}`);
}

export function octetsAt(args: readonly Word[], index: number): Uint8Array {
  const word = args[index];
  if (word?.kind !== 'string') throw new WrongArguments(`Argument ${index + 1} must be a string`);
  return word.octets;
}

/** RFC 5804 §1.2: strings are UTF-8. */
export function textAt(args: readonly Word[], index: number): string {
  const octets = octetsAt(args, index);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    throw new WrongArguments(`Argument ${index + 1} is not valid UTF-8`);
  }
}

export function numberAt(args: readonly Word[], index: number): number {
  const word = args[index];
  if (word?.kind !== 'number') throw new WrongArguments(`Argument ${index + 1} must be a number`);
  return word.value;
}
