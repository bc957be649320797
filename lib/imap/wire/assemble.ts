/** Puts a command together from the lines and literals of the wire, as they arrive (RFC 9051 §4.3, RFC 7888). */
import type { CommandText } from './cursor.ts';
import { octetString } from './octets.ts';

export interface LiteralMarker {
  size: number;
  /** `{n}`: the client waits for `+ `. `{n+}`: it does not, and must never get one (RFC 7888 §4). */
  synchronizing: boolean;
}

/** The literal that a line announces at its end, if any. A quoted string cannot end there: its last character is the quote. */
export function literalAtEnd(line: string): LiteralMarker | null {
  const match = /\{(\d{1,10})(\+?)\}$/.exec(line);
  return match ? { size: Number(match[1]), synchronizing: match[2] === '' } : null;
}

export class CommandAssembler {
  #lines: string[] = [];
  #literals: Uint8Array[] = [];
  literalOctets = 0;
  /** Of all lines: with literals between them, even empty ones, they have no end by themselves. */
  textOctets = 0;

  /** Takes a line without its CRLF; says which literal must come next, or null when the command is complete. */
  addLine(line: Uint8Array): LiteralMarker | null {
    const text = octetString(line);
    this.#lines.push(text);
    this.textOctets += line.length;
    return literalAtEnd(text);
  }

  addLiteral(bytes: Uint8Array): void {
    this.#literals.push(bytes);
    this.literalOctets += bytes.length;
  }

  /** What is known before any literal: enough for the tag and the command's name. */
  get firstLine(): string {
    return this.#lines[0] ?? '';
  }

  get command(): CommandText {
    return { text: this.#lines.join('\r\n'), literals: this.#literals };
  }
}
