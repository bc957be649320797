import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { writeString } from '#lib/managesieve/write-string.ts';
import { runSasl, type SaslResult } from '#server/auth/sasl.ts';
import { count, textAt, type Command } from '../command.ts';
import { readCommand } from '../read-command.ts';
import { no, ok, type Reply } from '../reply.ts';
import type { Session } from '../session.ts';

/** RFC 5804 §2.1. Challenges and answers are strings in base64, each on its line; a second log-in is refused by the state. */
export const authenticate: Command = {
  state: 'notAuthenticated',
  async run(session, args) {
    count(args, 1, 2, 'AUTHENTICATE "mechanism" ["initial response"]');
    const mechanism = textAt(args, 0);
    const initial = args.length > 1 ? textAt(args, 1) : undefined;
    // §1.3: it is not the mechanism that is too weak, but the line that it would go over.
    if (!passwordAllowed(session.connection)) return no('Not without TLS: begin with STARTTLS', 'ENCRYPT-NEEDED');
    const { remoteAddress, channelBindings: bindings } = session.connection;
    const ask = (challenge: string) => askFor(session, challenge);
    const result = await runSasl({ mechanism, initial, remoteAddress, scope: 'sieve', bindings, ask });
    if (!result.ok) return notLoggedIn(result.reason, mechanism);
    session.user = result.user;
    session.guard.watch(result.user);
    session.errors = 0;
    return ok(`Welcome, ${result.user.login}`);
  },
};

/** The client answers with a string alone; `"*"` takes the log-in back. Null: it is gone, or it said something else. */
async function askFor(session: Session, challenge: string): Promise<string | null> {
  session.connection.write(`${writeString(challenge)}\r\n`);
  await session.connection.flush();
  const answer = await readCommand(session);
  if (answer === null || 'refused' in answer) return null;
  const [word, ...more] = answer.words;
  if (more.length > 0 || !word) return null;
  if (word.kind === 'atom') return word.text === '*' ? '*' : null;
  return word.kind === 'string' ? Buffer.from(word.octets).toString('latin1') : null;
}

function notLoggedIn(reason: Extract<SaslResult, { ok: false }>['reason'], mechanism: string): Reply {
  switch (reason) {
    case 'unknownMechanism':
      return no(`There is no mechanism ${mechanism.slice(0, 50)}`);
    case 'cancelled':
      return no('Cancelled');
    case 'authorization':
      return no('You log in as yourself, and act as yourself');
    case 'malformed':
      return no('That response is not understood');
    case 'credentials':
      return no('The name or the password is wrong');
    case 'disabled':
      return no('This account is suspended: ask your administrator');
    case 'throttled':
      return no('Too many wrong passwords: wait a few minutes', 'TRYLATER');
  }
}
