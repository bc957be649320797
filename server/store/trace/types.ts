/** Where messages went: what the search of an administrator finds, and what a timeline begins with. */

export const traceSources = ['smtp', 'lmtp', 'submission', 'jmap', 'forward', 'notice', 'reply'] as const;
export type TraceSource = (typeof traceSources)[number];
export const traceStatuses = ['delivered', 'discarded', 'refused', 'queued', 'deferred', 'held', 'sent', 'bounced', 'dropped'] as const;
export type TraceStatus = (typeof traceStatuses)[number];

/** How a message came to be here. The id is that of our Received line; what a message causes (forwards, redirects) has the same. */
export interface TraceOrigin {
  traceId: string;
  source: TraceSource;
  /** '' is the null sender. */
  mailFrom: string;
  /** Address of who brought it. */
  remote: string | null;
  /** The account here that sent it. */
  senderId: number | null;
}

/** What became of it for one recipient. */
export interface NewTrace extends TraceOrigin {
  rcpt: string;
  messageId: string | null;
  subject: string;
  size: number;
  status: TraceStatus;
  reply: string | null;
  accountId: number | null;
  emailId: number | null;
  queueId: number | null;
}
