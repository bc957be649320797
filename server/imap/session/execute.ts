/** Runs one command: name, state, arguments, updates, reply. Faults are caught here once; the session lives on. */
import { Cursor, LimitProblem, SyntaxProblem, type CommandText } from '#lib/imap/wire/cursor.ts';
import { oneLine } from '#lib/imap/wire/encode.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { metrics } from '#server/log/metrics.ts';
import { traced } from '#server/log/tracing.ts';
import { ConnectionClosed, LineTooLong, TimedOut } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { capabilityOf, commands, numbered, uidCommands } from '../commands/index.ts';
import type { Call } from './command.ts';
import { sayProgress } from './progress.ts';
import { bad, encodeReply, no, type Reply } from './reply.ts';
import type { Session } from './session.ts';
import { sendUpdates } from './updates.ts';

export async function execute(session: Session, text: CommandText): Promise<void> {
  const call: Call = { tag: '*', uid: false };
  let reply: Reply | null;
  try {
    reply = await perform(session, new Cursor(text, limits.imapNesting, session.utf8), call);
  } catch (error) {
    reply = failure(error);
  }
  if (reply?.status === 'BAD') session.errors++;
  if (reply) session.connection.write(`${call.tag} ${encodeReply(reply)}\r\n`);
}

async function perform(session: Session, cursor: Cursor, call: Call): Promise<Reply | null> {
  call.tag = cursor.tag();
  cursor.space();
  let name = cursor.word();
  if (name === 'UID') {
    cursor.space();
    name = cursor.word();
    call.uid = true;
  }
  const command = (call.uid ? uidCommands : commands).get(name);
  if (!command || session.disabled.has(capabilityOf.get(name) ?? '')) {
    return bad(`There is no command ${call.uid ? 'UID ' : ''}${name.slice(0, 50)}`);
  }
  if (!command.states.includes(session.state)) return bad(wrongState[session.state]);
  // RFC 9586 §3: message numbers are forbidden once the client said that it does without.
  if (session.uidOnly && !call.uid && numbered.has(name)) return bad('Message numbers are not allowed with UIDONLY', 'UIDREQUIRED');
  if (command.updates !== 'none') await session.selected?.ready();
  if (command.fresh && session.selected?.stale) await sendUpdates(session, { expunges: false, midway: true });
  const measured = metrics.commands.startTimer({ protocol: 'imap', command: name });
  const done = command.slow ? sayProgress(session, call.tag) : null;
  let reply: Reply | null;
  try {
    const run = async () => command.run(session, cursor, call);
    // IDLE lasts as long as its client likes.
    reply = name === 'IDLE' ? await run() : await traced(`IMAP ${call.uid ? 'UID ' : ''}${name}`, { kind: 'server' }, run);
  } finally {
    done?.();
    if (name !== 'IDLE') measured();
  }
  const updates = command.updates ?? 'all';
  // RFC 9051 §7.5.1: the UID forms do not speak of sequence numbers, so EXPUNGE may go with them.
  if (reply && updates !== 'none') await sendUpdates(session, { expunges: updates !== 'noExpunge' || call.uid, look: updates === 'look' });
  return session.ended && name !== 'LOGOUT' ? null : reply;
}

const wrongState = {
  notAuthenticated: 'Log in first',
  authenticated: 'Not now: no mailbox is selected, or you are logged in already',
  selected: 'Not while a mailbox is selected',
} as const;

function failure(error: unknown): Reply {
  if (error instanceof LimitProblem) return no(error.message, 'LIMIT');
  if (error instanceof SyntaxProblem) return bad(oneLine(`Not understood: ${error.message}`));
  if (error instanceof ConnectionClosed || error instanceof TimedOut) throw error;
  if (error instanceof LineTooLong) return bad('The line is too long'); // an answer to a challenge, or what ends IDLE
  log.error('imap: a command failed', { reason: reasonOf(error) });
  if (error instanceof StorageFault) return no('The storage of messages does not answer now: try again later', 'UNAVAILABLE');
  return no('Something is out of order here: try again later', 'UNAVAILABLE');
}
