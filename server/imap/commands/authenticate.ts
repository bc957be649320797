import { limits } from '#server/net/limits.ts';
import { type Command } from '../session/command.ts';
import { bad, no, type Reply } from '../session/reply.ts';
import type { Session } from '../session/session.ts';
import { logIn, passwordForbidden } from './log-in.ts';

/** RFC 9051 §6.2.2 with an initial response (RFC 4959): PLAIN (RFC 4616) and the old LOGIN. */
export const authenticate: Command = {
  states: ['notAuthenticated'],
  async run(session, cursor) {
    cursor.space();
    const mechanism = cursor.word();
    const initial = cursor.accept(' ') ? cursor.match(/[^ ]+/y, 'an initial response')[0] : null;
    cursor.end();
    if (mechanism !== 'PLAIN' && mechanism !== 'LOGIN') return no(`There is no mechanism ${mechanism.slice(0, 50)}`, 'CANNOT');
    return passwordForbidden(session) ?? (mechanism === 'PLAIN' ? plain(session, initial) : loginMechanism(session, initial));
  },
};

async function plain(session: Session, initial: string | null): Promise<Reply> {
  const response = decode(initial ?? (await ask(session, '')));
  if (response === null) return bad('Cancelled, or not base64');
  const [authorize, name, password, ...more] = response.split('\0');
  if (!name || password === undefined || more.length > 0) return bad('That is no PLAIN response');
  // RFC 4616 §2: acting for someone else is not offered.
  if (authorize && authorize.toLowerCase() !== name.toLowerCase()) return no('You cannot act for someone else', 'AUTHORIZATIONFAILED');
  return logIn(session, name, password);
}

async function loginMechanism(session: Session, initial: string | null): Promise<Reply> {
  const name = decode(initial ?? (await ask(session, 'Username:')));
  const password = name === null ? null : decode(await ask(session, 'Password:'));
  if (name === null || password === null) return bad('Cancelled, or not base64');
  return logIn(session, name, password);
}

async function ask(session: Session, prompt: string): Promise<string> {
  const { connection } = session;
  connection.write(`+ ${Buffer.from(prompt).toString('base64')}\r\n`);
  await connection.flush();
  return (await connection.readLine(limits.imapLiteralBeforeLogin, limits.beforeLoginMs))?.toString('latin1') ?? '*';
}

// RFC 4959 §3: `=` stands for an empty initial response.
function decode(response: string): string | null {
  if (response === '=') return '';
  return /^[A-Za-z0-9+/]*={0,2}$/.test(response) && response.length % 4 === 0 ? Buffer.from(response, 'base64').toString('utf8') : null;
}
