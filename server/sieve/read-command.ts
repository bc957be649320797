/** One command with its literals, within limits that are small before log-in. */
import { readLine, type Word } from '#lib/managesieve/read-line.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { LineTooLong } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { bye, no, type Reply } from './reply.ts';
import type { Session } from './session.ts';

export type ReadCommand = { words: Word[] } | { refused: Reply } | null;

/** Null: the peer has closed. */
export async function readCommand(session: Session): Promise<ReadCommand> {
  const { connection } = session;
  const patience = session.user ? limits.sieveIdleMs : limits.beforeLoginMs;
  const room = session.user ? sieveLimits.scriptBytes + limits.sieveLineBytes : limits.imapLiteralBeforeLogin;
  const words: Word[] = [];
  let used = 0;
  let refused: Reply | null = null;
  for (;;) {
    let line: Buffer | null;
    try {
      line = await connection.readLine(limits.sieveLineBytes, patience);
    } catch (error) {
      if (error instanceof LineTooLong) return { refused: bye('That line is too long') };
      throw error;
    }
    if (line === null) return null;
    const found = readLine(line);
    if (found.ok) words.push(...found.words);
    else refused ??= no(found.problem);
    if (found.literal === null) return refused ? { refused } : { words };
    used += line.length + found.literal;
    // What was announced comes in any case: it is read and thrown away, never taken for commands; too much of it ends the session.
    if (used > room * 8) return { refused: bye('That is far too long', session.user ? 'QUOTA/MAXSIZE' : undefined) };
    if (refused || used > room) {
      refused ??= no(`A script has at most ${sieveLimits.scriptBytes} octets`, session.user ? 'QUOTA/MAXSIZE' : undefined);
      await discard(session, found.literal);
      continue;
    }
    words.push({ kind: 'string', octets: await connection.readExactly(found.literal, limits.beforeLoginMs) });
  }
}

async function discard({ connection }: Session, octets: number): Promise<void> {
  for (let left = octets; left > 0;) {
    const piece = Math.min(left, 65_536);
    await connection.readExactly(piece, limits.beforeLoginMs);
    left -= piece;
  }
}
