/** The objects of RFC 8620 and RFC 8621 as they travel: the server makes them, the webmail reads them. Ids are opaque strings. */
import type { SpamVerdict } from '../spam/reasons.ts';
import type { Card } from '../contacts/card.ts';

export type Id = string;
/** RFC 3339, always with `Z` where it is a UTCDate. */
export type UtcDate = string;

export interface MailboxRights {
  mayReadItems: boolean;
  mayAddItems: boolean;
  mayRemoveItems: boolean;
  maySetSeen: boolean;
  maySetKeywords: boolean;
  mayCreateChild: boolean;
  mayRename: boolean;
  mayDelete: boolean;
  maySubmit: boolean;
}

/** RFC 8621 §2. `color` is ours. */
export interface JmapMailbox {
  id: Id;
  name: string;
  parentId: Id | null;
  role: string | null;
  sortOrder: number;
  totalEmails: number;
  unreadEmails: number;
  totalThreads: number;
  unreadThreads: number;
  myRights: MailboxRights;
  isSubscribed: boolean;
  color: string | null;
}

export interface JmapThread {
  id: Id;
  emailIds: Id[];
}

export interface EmailAddress {
  name: string | null;
  email: string;
}
export interface EmailAddressGroup {
  name: string | null;
  addresses: EmailAddress[];
}
export interface EmailHeader {
  name: string;
  value: string;
}

/** RFC 8621 §4.1.4. `header:*` properties come beside these. */
export interface EmailBodyPart {
  partId: string | null;
  blobId: Id | null;
  size: number;
  headers: EmailHeader[];
  name: string | null;
  type: string;
  charset: string | null;
  disposition: string | null;
  cid: string | null;
  language: string[] | null;
  location: string | null;
  subParts: EmailBodyPart[] | null;
}
export interface EmailBodyValue {
  value: string;
  isEncodingProblem: boolean;
  isTruncated: boolean;
}

/** RFC 8621 §4.1. `envelopeFrom` is ours, given only when asked for: the sender by SMTP, for mail without a From. */
export interface JmapEmail {
  id: Id;
  blobId: Id;
  threadId: Id;
  mailboxIds: Record<Id, true>;
  keywords: Record<string, true>;
  size: number;
  receivedAt: UtcDate;
  headers: EmailHeader[];
  messageId: string[] | null;
  inReplyTo: string[] | null;
  references: string[] | null;
  sender: EmailAddress[] | null;
  from: EmailAddress[] | null;
  to: EmailAddress[] | null;
  cc: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  replyTo: EmailAddress[] | null;
  subject: string | null;
  sentAt: string | null;
  bodyStructure: EmailBodyPart;
  bodyValues: Record<string, EmailBodyValue>;
  textBody: EmailBodyPart[];
  htmlBody: EmailBodyPart[];
  attachments: EmailBodyPart[];
  hasAttachment: boolean;
  preview: string;
  envelopeFrom: string | null;
  /** Ours, given only when asked for: what the junk filter found when the message came. */
  spam: SpamVerdict | null;
}

/** RFC 8621 §6. */
export interface JmapIdentity {
  id: Id;
  name: string;
  email: string;
  replyTo: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  textSignature: string;
  htmlSignature: string;
  mayDelete: boolean;
}

export interface SubmissionAddress {
  email: string;
  parameters: Record<string, string | null> | null;
}
export interface DeliveryStatus {
  smtpReply: string;
  delivered: 'queued' | 'yes' | 'no' | 'unknown';
  displayed: 'yes' | 'unknown';
}
/** RFC 8621 §7. */
export interface JmapSubmission {
  id: Id;
  identityId: Id;
  emailId: Id;
  threadId: Id;
  envelope: { mailFrom: SubmissionAddress; rcptTo: SubmissionAddress[] } | null;
  sendAt: UtcDate;
  undoStatus: 'pending' | 'final' | 'canceled';
  deliveryStatus: Record<string, DeliveryStatus> | null;
  dsnBlobIds: Id[];
  mdnBlobIds: Id[];
}

/** RFC 9610 §2. */
export interface JmapAddressBook {
  id: Id;
  name: string;
  description: string | null;
  sortOrder: number;
  isDefault: boolean;
  isSubscribed: boolean;
  shareWith: null;
  myRights: { mayRead: boolean; mayWrite: boolean; mayShare: boolean; mayDelete: boolean };
}
/** RFC 9610 §3. */
export interface JmapContactCard extends Card {
  id: Id;
  addressBookIds: Record<Id, true>;
}

/** RFC 8620 §5.3. */
export interface SetError {
  type: string;
  description?: string;
  properties?: string[];
  existingId?: Id;
  notFound?: Id[];
  [detail: string]: unknown;
}

/** RFC 8620 §7.1. */
export interface StateChange {
  '@type': 'StateChange';
  changed: Record<Id, Record<string, string>>;
}
