/** What members of a list get: the message as it was written, with the fields of a list (RFC 2369, RFC 2919, RFC 8058). */
import { encodeWords } from '../message/encoded-word.ts';
import { addressesIn, decodedValue, editedMessage, newField, type Field, type SieveMessage } from '../sieve/run/message.ts';
import { phrase } from '../sieve/mail/vacation-reply.ts';
import { listAddress } from './list-address.ts';

export interface PostedList {
  /** Its address. */
  email: string;
  name: string;
  description: string;
  /** In front of subjects; '' changes none. */
  prefix: string;
}

/** Of other lists, of what other servers added on the way, and what would tell the sender who reads. */
const removed = new Set([
  ...['return-path', 'delivered-to', 'x-original-to', 'sender', 'precedence', 'list-id', 'list-help', 'list-subscribe', 'list-unsubscribe'],
  ...['list-unsubscribe-post', 'list-post', 'list-owner', 'list-archive', 'errors-to', 'return-receipt-to', 'disposition-notification-to'],
  ...['x-confirm-reading-to', 'approved', 'list-held'],
]);

/**
 * The message for all members. `munge`: the author's domain asks others to refuse what it has not signed (RFC 7489 §6.3), and its
 * signature does not survive: then the list is the author, and the author is who is answered (RFC 7960 §4.1.3.3 has this way).
 */
export function postToAll(message: SieveMessage, list: PostedList, munge: boolean): Uint8Array {
  const header = message.original.filter(({ name }) => !removed.has(name)).flatMap((field) => changed(field, list, munge));
  const author = message.original.find(({ name }) => name === 'from');
  if (munge && author && !header.some(({ name }) => name === 'reply-to')) header.push({ ...author, ...newFieldOf('Reply-To', author) });
  const edited = editedMessage(message, header);
  return 'whole' in edited ? edited.whole : message.bytes;
}

function changed(field: Field, list: PostedList, munge: boolean): Field[] {
  if (field.name === 'from' && munge) {
    const [email = ''] = addressesIn(field.raw);
    const name = decodedValue(field.raw).replace(/<.*$/s, '').replaceAll('"', '').trim() || email.split('@')[0] || '';
    return [rawField('From', `${phrase(`${name} via ${list.name || list.email}`)} <${list.email}>`)];
  }
  if (field.name === 'subject' && list.prefix !== '') {
    const subject = decodedValue(field.raw);
    if (!subject.includes(list.prefix)) return [newField('Subject', `${list.prefix} ${subject}`)];
  }
  return [field];
}

const rawField = (name: string, value: string): Field => {
  const text = `${name}: ${value}`;
  return { name: name.toLowerCase(), raw: text.slice(name.length + 1), octets: new TextEncoder().encode(`${text}\r\n`) };
};
const newFieldOf = (name: string, { raw }: Field): Field => rawField(name, raw.trim());

export interface ForMember {
  list: PostedList;
  /** The member's own address to leave by mail. */
  leaveByMail: string;
  /** The page and the one-click endpoint. */
  leaveByWeb: string;
}

/** Fields in front of the message, for one member. */
export function memberFields({ list, leaveByMail, leaveByWeb }: ForMember): string {
  const { email, description, name } = list;
  const id = email.replace('@', '.');
  const words = description || name;
  return [
    `Sender: <${email}>`,
    // RFC 2919 §2: a name that stays, whatever the server is called.
    `List-Id: ${words === '' ? '' : `${/[^\x20-\x7e]/.test(words) ? encodeWords(words).replaceAll('?= =?', '?=\r\n =?') : `"${words.replaceAll(/["\\]/g, '')}"`} `}<${id}>`,
    `List-Post: <mailto:${email}>`,
    `List-Help: <mailto:${listAddress(email, 'request')}?subject=help>`,
    `List-Subscribe: <mailto:${listAddress(email, 'subscribe')}>`,
    `List-Unsubscribe: <mailto:${leaveByMail}?subject=unsubscribe>,\r\n <${leaveByWeb}>`,
    // RFC 8058 §3.1: one POST, without any question.
    'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    `List-Owner: <mailto:${listAddress(email, 'owner')}>`,
    'Precedence: list',
    '',
  ].join('\r\n');
}
