/** Reads one command with its literals (RFC 9051 §2.2.1, §4.3). Limits are small before log-in: strangers send names and passwords. */
import { CommandAssembler, type LiteralMarker } from '#lib/imap/wire/assemble.ts';
import type { CommandText } from '#lib/imap/wire/cursor.ts';
import { config } from '#server/config/config.ts';
import { LineTooLong } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { commands, uidCommands } from '../commands/index.ts';
import type { Session } from './session.ts';

/** Null at the end of the connection; 'refused' when the refusal was already said. */
export async function readCommand(session: Session): Promise<CommandText | 'refused' | null> {
  const { connection, user } = session;
  const command = new CommandAssembler();
  const idle = user ? limits.imapIdleMs : limits.beforeLoginMs;
  for (;;) {
    const line = await readLine(session, idle);
    if (line === null || line === 'refused') return line;
    if (command.firstLine === '' && line.length === 0) continue; // blank lines are ignored
    const marker = command.addLine(line);
    if (!marker) return command.command;
    // RFC 9051 §7.6: for a command that is none no literal is asked for; it is answered as it stands.
    if (marker.synchronizing && !isCommand(command.firstLine)) return command.command;
    const limit = literalLimit(session, command.firstLine);
    const isTooMuch = marker.size > limit || command.literalOctets + marker.size > 2 * limit || command.textOctets > 2 * lineLimit(session);
    if (isTooMuch) return refuseLiteral(session, command.firstLine, marker);
    // RFC 7888 §4: no continuation for a literal that did not ask for one.
    if (marker.synchronizing) connection.write('+ Ready for literal data\r\n');
    command.addLiteral(await connection.readExactly(marker.size, limits.beforeLoginMs));
  }
}

async function readLine(session: Session, idleMs: number): Promise<Buffer | 'refused' | null> {
  try {
    return await session.connection.readLine(lineLimit(session), idleMs);
  } catch (error) {
    if (!(error instanceof LineTooLong)) throw error;
    session.errors++;
    session.untagged('BAD The line is too long');
    return 'refused';
  }
}

const lineLimit = ({ user }: Session): number => (user ? limits.imapLineBytes : limits.imapLiteralBeforeLogin);

function isCommand(firstLine: string): boolean {
  const [, uid, name = ''] = /^\S+ (UID )?(\S+)/i.exec(firstLine) ?? [];
  return (uid ? uidCommands : commands).has(name.toUpperCase());
}

function literalLimit(session: Session, firstLine: string): number {
  if (!session.user) return limits.imapLiteralBeforeLogin;
  // Several messages may come in one command (RFC 3502); together they are in memory, so their sum has a bound too.
  return /^\S+ (UID )?(APPEND|REPLACE) /i.test(firstLine) ? config().maxMessageSize : limits.imapLineBytes;
}

// RFC 7888 §4: what is sent without asking must be swallowed, or the connection closed; it is never read as commands.
async function refuseLiteral(session: Session, firstLine: string, marker: LiteralMarker): Promise<'refused'> {
  const { connection } = session;
  session.errors++;
  const tag = /^[^(){ %*"\\+\u0000-\u001f]+/.exec(firstLine)?.[0] ?? '*';
  const refusal = `${tag} NO [TOOBIG] The literal is too large\r\n`;
  if (marker.synchronizing) {
    connection.write(refusal);
    return 'refused';
  }
  if (!session.user || marker.size > 2 * config().maxMessageSize) {
    session.bye('[TOOBIG] The literal is too large.');
    return 'refused';
  }
  let next: LiteralMarker | null = marker;
  while (next) {
    for (let left = next.size; left > 0; left -= 65_536) await connection.readExactly(Math.min(left, 65_536), limits.beforeLoginMs);
    const rest = await connection.readLine(limits.imapLineBytes, limits.beforeLoginMs);
    next = rest === null ? null : new CommandAssembler().addLine(rest);
    if (next?.synchronizing) break; // refused before it is sent
  }
  connection.write(refusal);
  return 'refused';
}
