/**
 * What the store keeps of a message beside its bytes: computed once when it arrives, never changed. `lib/message/render.ts` makes it,
 * the store keeps it as columns and JSON, IMAP and JMAP read it. Offsets and sizes are octets from the start of the whole message,
 * trace prefix included.
 */

/** One mailbox of an address list, or a group's start and end. Names decoded to Unicode (RFC 2047), addresses as written. */
export interface StoredAddress {
  name: string | null;
  email: string;
  /** The group this address belongs to, when it was written inside one (RFC 5322 §3.4). */
  group?: string;
}

/** The headers that JMAP Email properties are made of (RFC 8621 §4.1.2). Absent header: property absent. */
export interface StoredHeaders {
  messageId?: string[];
  inReplyTo?: string[];
  references?: string[];
  sender?: StoredAddress[];
  from?: StoredAddress[];
  to?: StoredAddress[];
  cc?: StoredAddress[];
  bcc?: StoredAddress[];
  replyTo?: StoredAddress[];
  /** Date header, RFC 3339 with its own offset. */
  date?: string;
  listId?: string;
  listUnsubscribe?: string;
  listUnsubscribePost?: string;
  autoSubmitted?: string;
  /** RFC 3461/5321: who the envelope named as the sender; shown where there is no From. '' is the null sender. */
  envelopeFrom?: string;
}

/** One MIME entity. `children` for multipart/*; for message/rfc822 `message` is the enclosed message's own root part. */
export interface StoredPart {
  /** IMAP part number: '' for the root of a message when it is a multipart, else '1', '2.1', … */
  id: string;
  /** Lower-case type/subtype. */
  type: string;
  params?: Record<string, string>;
  charset?: string;
  disposition?: string;
  dispositionParams?: Record<string, string>;
  /** File name, decoded (RFC 2231, RFC 2047). */
  name?: string;
  cid?: string;
  /** Content-Transfer-Encoding, lower-case; '7bit' when absent. */
  encoding: string;
  /** Where this entity's MIME header begins, where its body begins (after the blank line), and how long the body is. */
  headerOffset: number;
  bodyOffset: number;
  bodyLength: number;
  /** Size after decoding base64 or quoted-printable. */
  decodedSize: number;
  lines: number;
  language?: string[];
  location?: string;
  children?: StoredPart[];
  message?: { envelopeSubject: string; root: StoredPart };
}

/** Everything `deliver` needs about a message besides its bytes. */
export interface RenderedMessage {
  size: number;
  headerSize: number;
  sentAt: Date | null;
  /** The Date header's own local date, `YYYY-MM-DD`. */
  sentOn: string | null;
  hasAttachment: boolean;
  /** Own Message-ID without angle brackets, or null. */
  messageId: string | null;
  /** Distinct ids of In-Reply-To and References, without brackets, at most 100, in order. */
  relatedIds: string[];
  subject: string;
  /** RFC 5256 sort keys, upper-cased by i;unicode-casemap and cut at 200 characters; sortSubject is the base subject. */
  sortFrom: string;
  sortTo: string;
  sortSubject: string;
  /** At most 256 characters of plain text (RFC 8621 §4.1.4). */
  preview: string;
  /** IMAP text, 7-bit, quoted strings only (no literals), ready for the wire; without the word ENVELOPE. */
  envelope: string;
  bodystructure: string;
  body: string;
  headers: StoredHeaders;
  root: StoredPart;
}
