/** What is offered (protocols, section 1): nothing that is not whole. */
import { config } from '#server/config/config.ts';
import type { Session } from './session.ts';

const always =
  'IMAP4rev1 LITERAL+ SASL-IR ID ENABLE IDLE NAMESPACE CHILDREN UNSELECT UIDPLUS MOVE SPECIAL-USE CREATE-SPECIAL-USE XLIST LIST-EXTENDED ' +
  'LIST-STATUS STATUS=SIZE CONDSTORE QRESYNC ESEARCH WITHIN OBJECTID QUOTA QUOTA=RES-STORAGE';

export function capabilities(session: Session): string {
  const words = [always, `APPENDLIMIT=${config().maxMessageSize}`];
  if (!session.connection.secure) words.push('STARTTLS');
  if (!session.user) {
    // RFC 9051 §6.2.3: LOGINDISABLED exactly where a password would be refused.
    words.push(session.passwordAllowed ? 'AUTH=PLAIN AUTH=LOGIN' : 'LOGINDISABLED');
  }
  return `CAPABILITY ${words.join(' ')}`;
}
