/** What a row of the list says about a conversation. Pure. */
import type { EmailAddress } from '#lib/jmap/types.ts';
import { words } from '#client/i18n/words.ts';
import { nameOf, senderOf, type ListEmail } from '../types.ts';

export interface Row {
  who: string;
  first: EmailAddress;
  count: number;
  subject: string;
  unread: boolean;
  starred: boolean;
  attachment: boolean;
  /** The newest file that is no part of a text. */
  file: RowFile | null;
  muted: boolean;
  /** Of all its messages. */
  mailboxIds: Record<string, true>;
}

export interface RowFile {
  name: string;
  type: string;
}

/** In Sent and Drafts the people written to, elsewhere the senders, newest last, each once. */
export function rowOf(email: ListEmail, all: readonly ListEmail[], box: string): Row {
  const t = words('mail');
  const thread = all.length > 0 ? all : [email];
  const isOutgoing = box === 'sent' || box === 'drafts';
  const people = isOutgoing ? (email.to ?? []) : thread.map(senderOf);
  const called = thread.length > 1 && people.length > 1 ? shortName : nameOf;
  const names = [...new Set(people.map((person) => called(person) || words('reading')('unknownSender')))];
  const who = names.length > 0 ? names.slice(-3).join(', ') : t('nobodyYet');
  return {
    who: isOutgoing ? t('row.to', { who }) : who,
    first: people.at(-1) ?? senderOf(email),
    count: thread.length,
    subject: email.subject?.trim() || t('noSubject'),
    unread: thread.some((one) => !one.keywords.$seen),
    starred: thread.some((one) => one.keywords.$flagged),
    attachment: thread.some((one) => one.hasAttachment),
    file: fileOf(thread),
    muted: thread.some((one) => one.keywords[mutedKeyword]),
    mailboxIds: Object.assign({}, ...thread.map((one) => one.mailboxIds)) as Record<string, true>,
  };
}

function fileOf(thread: readonly ListEmail[]): RowFile | null {
  const email = thread.findLast(({ hasAttachment, attachments }) => hasAttachment && attachments?.some(({ name }) => name));
  const file =
    email?.attachments?.find(({ name, disposition }) => name && disposition !== 'inline') ?? email?.attachments?.find(({ name }) => name);
  return file?.name ? { name: file.name, type: file.type } : null;
}

/** The server keeps what comes to such a conversation out of the inbox (server/delivery). */
export const mutedKeyword = '$muted';

const shortName = (person: EmailAddress) => nameOf(person).split(' ')[0] ?? nameOf(person);
