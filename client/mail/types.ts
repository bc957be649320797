/** What the webmail keeps of the server's objects (RFC 8621): the properties that lists and conversations are made of. */
import type { EmailAddress, EmailBodyPart, EmailBodyValue, JmapMailbox } from '#lib/jmap/types.ts';

export type Mailbox = JmapMailbox;

export interface ListEmail {
  id: string;
  threadId: string;
  mailboxIds: Record<string, true>;
  keywords: Record<string, true>;
  from: EmailAddress[] | null;
  to: EmailAddress[] | null;
  subject: string | null;
  preview: string;
  receivedAt: string;
  hasAttachment: boolean;
  cc?: EmailAddress[] | null;
  size?: number;
  attachments?: EmailBodyPart[];
  envelopeFrom?: string | null;
  /** When it comes back, while it is put away. */
  snoozedUntil?: string | null;
}
export interface FullEmail extends ListEmail {
  blobId: string;
  cc: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  replyTo: EmailAddress[] | null;
  sentAt: string | null;
  size: number;
  bodyValues: Record<string, EmailBodyValue>;
  textBody: EmailBodyPart[];
  htmlBody: EmailBodyPart[];
  attachments: EmailBodyPart[];
  messageId: string[] | null;
  /** Newest first, as they stand in the header (RFC 8601 §5). */
  'header:Authentication-Results:asText:all'?: string[];
  'header:List-Unsubscribe:asURLs'?: string[] | null;
  'header:List-Id:asText'?: string | null;
  /** The sender's key, sent along (Autocrypt 1.1). */
  'header:Autocrypt:asRaw'?: string | null;
  'header:Disposition-Notification-To:asAddresses'?: EmailAddress[] | null;
}

export const listProperties = [
  ...[
    'id',
    'threadId',
    'mailboxIds',
    'keywords',
    'from',
    'to',
    'subject',
    'preview',
    'receivedAt',
    'hasAttachment',
    'cc',
    'size',
    'attachments',
    'envelopeFrom',
    'snoozedUntil',
  ],
];
export const fullProperties = [
  ...listProperties,
  ...['blobId', 'bcc', 'replyTo', 'sentAt', 'bodyValues', 'textBody', 'htmlBody', 'messageId'],
  ...['header:Authentication-Results:asText:all', 'header:List-Unsubscribe:asURLs', 'header:List-Id:asText', 'header:Autocrypt:asRaw'],
  'header:Disposition-Notification-To:asAddresses',
];

/** How bodies are asked for, beside `ids` and the longest body. */
export const bodyArguments = { properties: fullProperties, fetchTextBodyValues: true, fetchHTMLBodyValues: true };

/** Who a message is from, for people: the envelope's sender where there is no From. */
export function senderOf(email: Pick<ListEmail, 'from' | 'envelopeFrom'>): EmailAddress {
  const [from] = email.from ?? [];
  return from ?? { name: null, email: email.envelopeFrom || 'unknown sender' };
}

/** `me` is the address that was signed in with. */
export const isMe = ({ email }: EmailAddress, me: string) => email.toLowerCase() === me.toLowerCase();

export const nameOf = ({ name, email }: EmailAddress) => name?.trim() || email;
