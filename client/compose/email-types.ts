/** The properties of JMAP objects (RFC 8621 §4.1, §6, §7) that the composer reads and writes. */
import type { Recipient } from './recipients.ts';

export interface BodyPart {
  partId: string | null;
  blobId: string | null;
  size: number;
  name: string | null;
  type: string;
  cid: string | null;
  disposition: string | null;
}
export interface ReadEmail {
  id: string;
  blobId: string;
  size: number;
  threadId: string;
  keywords: Record<string, boolean>;
  messageId: string[] | null;
  inReplyTo: string[] | null;
  references: string[] | null;
  from: Recipient[] | null;
  to: Recipient[] | null;
  cc: Recipient[] | null;
  bcc: Recipient[] | null;
  replyTo: Recipient[] | null;
  subject: string | null;
  sentAt: string | null;
  receivedAt: string;
  textBody: BodyPart[];
  htmlBody: BodyPart[];
  attachments: BodyPart[];
  bodyValues: Record<string, { value: string }>;
  'header:Disposition-Notification-To:asAddresses'?: Recipient[] | null;
  'header:X-Posthorn-Draft:asText'?: string | null;
}
export const readProperties = [
  ...['id', 'blobId', 'size', 'threadId', 'keywords', 'messageId', 'inReplyTo', 'references', 'from', 'to', 'cc', 'bcc', 'replyTo'],
  ...['subject', 'sentAt', 'receivedAt', 'textBody', 'htmlBody', 'attachments', 'bodyValues'],
  ...['header:Disposition-Notification-To:asAddresses', 'header:X-Posthorn-Draft:asText'],
];
export interface Identity {
  id: string;
  name: string;
  email: string;
  replyTo: Recipient[] | null;
  bcc: Recipient[] | null;
  textSignature: string;
  htmlSignature: string;
  mayDelete: boolean;
}
