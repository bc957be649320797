/** Every command that is understood, by its word. */
import { auth } from './commands/auth.ts';
import { bdat } from './commands/bdat.ts';
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

const common: [string, Command][] = [
  ['STARTTLS', startTls],
  ['MAIL', mail],
  ['RCPT', rcpt],
  ['DATA', data],
  ['BDAT', bdat],
  ['RSET', rset],
  ['NOOP', noop],
  ['VRFY', verify],
  ['EXPN', verify],
  ['HELP', help],
  ['QUIT', quit],
];
const smtp = new Map<string, Command>([['HELO', helo], ['EHLO', ehlo], ['AUTH', auth], ...common]);
/** RFC 2033 §4.1: LHLO takes the place of HELO and EHLO, so that neither is taken for the other. */
const lmtp = new Map<string, Command>([['LHLO', ehlo], ...common]);

export const commandsOf = (kind: string): ReadonlyMap<string, Command> => (kind === 'lmtp' ? lmtp : smtp);
