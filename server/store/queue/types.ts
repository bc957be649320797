import type { TraceOrigin } from '../trace/types.ts';

/** What the queue holds. States of a recipient are numbers in the table and words here. */
export type RecipientState = 'pending' | 'delivered' | 'bounced' | 'held' | 'cancelled';
export const recipientStates: readonly RecipientState[] = ['pending', 'delivered', 'bounced', 'held', 'cancelled'];

export interface NewRecipient {
  address: string;
  /** Lower-case A-label of its domain. */
  domain: string;
  notify?: string | null;
  orcpt?: string | null;
  /** Given: done already (a local recipient that is delivered in the same transaction). */
  done?: { code: number; status: string; text: string };
}
export interface NewQueueMessage {
  accountId: number | null;
  /** '' is the null sender. */
  mailFrom: string;
  blob: Buffer;
  prefix: Buffer | null;
  size: number;
  smtputf8: boolean;
  subject: string;
  recipients: NewRecipient[];
  /** RFC 3461 §4.3, §4.4: what of it a notice holds, and its sender's own name for it. */
  ret?: string | null;
  envId?: string | null;
  /** RFC 8689. */
  requireTls?: boolean;
  /** RFC 8689 §5: whatever the policies of the other side say. */
  relaxTls?: boolean;
  /** How it came; without it a trace of its own begins: a notice, when the sender is null, or a reply. */
  trace?: { origin: TraceOrigin; messageId: string | null };
  /** First in its timeline: who handed it in, and how. */
  submitted?: DeliveryEventDetail;
  /** Higher goes first; 0 is the usual. */
  priority?: number;
  dueAt: Date;
  expiresAt: Date;
  /** A worker's from the start: nobody needs to claim it. */
  lease?: { owner: string; until: Date };
}
export interface NewSubmission {
  accountId: number;
  emailId: number;
  threadId: number;
  identityId: number;
  envelope: SubmissionEnvelope;
  sendAt: Date;
  held: boolean;
}
interface EnvelopeAddress {
  email: string;
  parameters: Record<string, string | null> | null;
}
export interface SubmissionEnvelope {
  mailFrom: EnvelopeAddress;
  rcptTo: EnvelopeAddress[];
}

/** A recipient that this worker holds the lease of, with its message. */
export interface ClaimedRecipient {
  queueId: number;
  rcptNo: number;
  rcpt: string;
  domain: string;
  attempts: number;
  notify: string | null;
  orcpt: string | null;
  accountId: number | null;
  submissionId: number | null;
  mailFrom: string;
  blob: Buffer;
  prefix: Buffer | null;
  size: number;
  smtputf8: boolean;
  subject: string;
  createdAt: Date;
  expiresAt: Date;
  delayNoticeAt: Date | null;
  ret: string | null;
  envId: string | null;
  requireTls: boolean;
  relaxTls: boolean;
  traceId: string | null;
  /** It goes there, whatever DNS says: an administrator's decision, as in SMTP_ROUTES. */
  route: string | null;
}

/** What came of an attempt. `deferred` and `postponed` stay in the queue; the latter was no attempt. */
export interface RecipientResult {
  queueId: number;
  rcptNo: number;
  rcpt: string;
  outcome: 'delivered' | 'bounced' | 'deferred' | 'postponed';
  nextAt?: Date;
  code: number;
  /** Enhanced status code (RFC 3463). */
  status: string;
  text: string;
  host: string | null;
  /** `TLSv1.3`, or null in clear text. */
  tls: string | null;
  /** What of the certificate was proven, and by what: `DANE`, `MTA-STS`, `authority`. */
  verified?: string | null;
  /** With which keys the message was signed (lib/timeline/signing.ts); null: it was not. */
  signed?: string | null;
}

export interface DeliveryEventDetail {
  [name: string]: string | number | boolean | null;
}
export interface NewDeliveryEvent {
  accountId: number | null;
  emailId: number | null;
  submissionId: number | null;
  queueId: number | null;
  type: string;
  detail: DeliveryEventDetail;
  traceId?: string | null;
  /** Without it: now. */
  at?: Date;
}
export interface DeliveryEvent extends NewDeliveryEvent {
  eventId: number;
  traceId: string | null;
  at: Date;
}
