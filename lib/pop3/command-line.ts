/** A command of POP3 (RFC 1939 §3): a keyword in any case, and what follows its space. */
export interface CommandLine {
  /** Upper-case. */
  name: string;
  /** As written: a password may hold spaces, also at its end. */
  argument: string;
}

export function readCommandLine(line: Uint8Array): CommandLine {
  const text = new TextDecoder('utf-8').decode(line);
  const space = text.indexOf(' ');
  if (space < 0) return { name: text.toUpperCase(), argument: '' };
  return { name: text.slice(0, space).toUpperCase(), argument: text.slice(space + 1) };
}

/** Decimal numbers with blanks between them; null for anything else. */
export function readNumbers(argument: string): number[] | null {
  const words = argument.trim() === '' ? [] : argument.trim().split(/ +/);
  return words.every((word) => /^\d{1,9}$/.test(word)) ? words.map(Number) : null;
}
