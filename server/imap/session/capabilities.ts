/** What is offered (protocols, section 1): nothing that is not whole, and nothing that was switched off for the account. */
import { offered } from '#lib/imap/capability-names.ts';
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { saslMechanisms } from '#server/auth/sasl.ts';
import { config } from '#server/config/config.ts';
import type { Session } from './session.ts';

export function capabilities(session: Session): string {
  const words = [...offered, `APPENDLIMIT=${config().maxMessageSize}`];
  const { secure, compressed } = session.connection;
  if (!compressed) words.push('COMPRESS=DEFLATE');
  if (session.user) words.push('JMAPACCESS', 'UNAUTHENTICATE');
  else {
    if (!secure && !compressed) words.push('STARTTLS');
    // RFC 9051 §6.2.3: LOGINDISABLED exactly where a password would be refused.
    words.push(...(passwordAllowed(session.connection) ? saslMechanisms(secure).map((name) => `AUTH=${name}`) : ['LOGINDISABLED']));
  }
  return `CAPABILITY ${words.filter((word) => !session.disabled.has(word.toUpperCase())).join(' ')}`;
}
