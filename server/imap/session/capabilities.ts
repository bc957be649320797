/** What is offered (protocols, section 1): nothing that is not whole, and nothing that was switched off for the account. */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { saslMechanisms } from '#server/auth/sasl.ts';
import { config } from '#server/config/config.ts';
import type { Session } from './session.ts';

const always = [
  ...['IMAP4rev1', 'IMAP4rev2', 'LITERAL+', 'SASL-IR', 'ID', 'ENABLE', 'IDLE', 'NAMESPACE', 'CHILDREN', 'UNSELECT', 'UIDPLUS', 'MOVE'],
  ...['SPECIAL-USE', 'CREATE-SPECIAL-USE', 'XLIST', 'LIST-EXTENDED', 'LIST-STATUS', 'LIST-MYRIGHTS', 'LIST-METADATA', 'STATUS=SIZE'],
  ...['CONDSTORE', 'QRESYNC', 'ESEARCH', 'SEARCHRES', 'ESORT', 'CONTEXT=SEARCH', 'CONTEXT=SORT', 'PARTIAL', 'WITHIN', 'SEARCH=FUZZY'],
  ...['MULTISEARCH', 'SORT', 'SORT=DISPLAY', 'THREAD=ORDEREDSUBJECT', 'THREAD=REFERENCES', 'THREAD=REFS', 'I18NLEVEL=1', 'MULTIAPPEND'],
  ...['CATENATE', 'BINARY', 'REPLACE', 'UTF8=ACCEPT', 'METADATA', 'METADATA-SERVER', 'NOTIFY', 'OBJECTID', 'SAVEDATE', 'PREVIEW'],
  ...['INPROGRESS', 'UIDONLY', 'UIDBATCHES', 'ACL', 'RIGHTS=texk', 'QUOTA', 'QUOTA=RES-STORAGE'],
];

/** Names that `posthorn account capabilities` knows. The base protocol cannot be switched off. */
export const switchable: readonly string[] = [
  ...always.filter((name) => name !== 'IMAP4rev1'),
  'COMPRESS=DEFLATE',
  'JMAPACCESS',
  'UNAUTHENTICATE',
];

export function capabilities(session: Session): string {
  const words = [...always, `APPENDLIMIT=${config().maxMessageSize}`];
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
