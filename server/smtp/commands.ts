/** Every command that is understood, by its word. */
import { auth } from './commands/auth.ts';
import { data } from './commands/data.ts';
import { ehlo } from './commands/ehlo.ts';
import { helo } from './commands/helo.ts';
import { help } from './commands/help.ts';
import { mail } from './commands/mail.ts';
import { noop } from './commands/noop.ts';
import { quit } from './commands/quit.ts';
import { rcpt } from './commands/rcpt.ts';
import { rset } from './commands/rset.ts';
import { startTls } from './commands/start-tls.ts';
import { verify } from './commands/verify.ts';
import type { SmtpSession } from './session.ts';

export type Command = (session: SmtpSession, argument: string) => void | Promise<void>;

export const commands = new Map<string, Command>([
  ['HELO', helo],
  ['EHLO', ehlo],
  ['STARTTLS', startTls],
  ['AUTH', auth],
  ['MAIL', mail],
  ['RCPT', rcpt],
  ['DATA', data],
  ['RSET', rset],
  ['NOOP', noop],
  ['VRFY', verify],
  ['EXPN', verify],
  ['HELP', help],
  ['QUIT', quit],
]);
