/** HELO (RFC 5321 §4.1.1.1): the old greeting; such a client is shown no enhanced codes. */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';
import { isHeloName } from './ehlo.ts';

export function helo(session: SmtpSession, argument: string): void {
  session.junk++;
  if (!isHeloName(argument)) return session.send(reply(501, '', 'HELO needs the name of your machine'));
  session.reset();
  session.esmtp = false;
  session.helo = argument;
  session.send(reply(250, '', `Hello ${argument}, pleased to meet you`));
}
