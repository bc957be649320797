/** MAIL (RFC 5321 §4.1.1.2) with SIZE, BODY, SMTPUTF8 and (for users, ignored) AUTH. */
import { parsePathArgument } from '#lib/smtp/path.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import type { SmtpSession } from '../session.ts';

export function mail(session: SmtpSession, argument: string): void {
  if (!session.helo) return session.send(reply(503, '5.5.1', 'Polite people say HELO first'));
  if (session.submission && !session.user) return session.send(reply(530, '5.7.0', 'Log in first: mail is taken here from our users only'));
  if (session.transaction) return session.send(reply(503, '5.5.1', 'Sender already given'));
  const path = parsePathArgument(argument, 'FROM');
  if (!path) return session.send(reply(501, '5.1.7', 'That is not MAIL FROM:<address>'));
  const wrong = wrongParameter(session, path.parameters);
  if (wrong) return session.send(wrong);
  const smtputf8 = path.parameters.has('SMTPUTF8');
  if (!smtputf8 && /[^\x20-\x7e]/.test(path.address))
    return session.send(reply(553, '5.6.7', 'An address with such letters needs SMTPUTF8'));
  if (session.submission && path.address !== '' && !session.ownAddresses.has(path.address.toLowerCase()))
    return session.send(reply(550, '5.7.1', `You may not send as ${path.address}: it is not an address of yours`));
  session.transaction = { sender: path.address, smtputf8, recipients: [] };
  session.send(reply(250, '2.1.0', `${path.address || '<>'} ... Sender ok`));
}

function wrongParameter(session: SmtpSession, parameters: Map<string, string | null>): Reply | null {
  for (const [name, value] of parameters) {
    const known = session.esmtp && checks[name]?.(value);
    if (known === undefined || known === false) return reply(555, '5.5.4', `The parameter ${name} is not understood`);
    if (known !== true) return known;
  }
  return null;
}

const checks: Record<string, ((value: string | null) => true | Reply) | undefined> = {
  SIZE: (value) => {
    if (!/^\d{1,20}$/.test(value ?? '')) return reply(501, '5.5.4', 'SIZE is a number of octets');
    return Number(value) <= config().maxMessageSize || tooBig();
  },
  BODY: (value) => ['7BIT', '8BITMIME'].includes(value?.toUpperCase() ?? '') || reply(501, '5.5.4', 'BODY is 7BIT or 8BITMIME'),
  SMTPUTF8: (value) => value === null || reply(501, '5.5.4', 'SMTPUTF8 takes no value'),
  AUTH: () => true,
};

/** RFC 1870 §6.1. */
export const tooBig = (): Reply => reply(552, '5.3.4', `The message is too large: at most ${config().maxMessageSize} octets are taken`);
