/** What is known of who signed a message. */
import type { NewKey } from './new-key.ts';

export type SignatureStatus =
  /** By a key or certificate of the sender whose fingerprint the reader has compared. */
  | 'good'
  /** By a key that is known, of the sender, but that nobody has compared. */
  | 'untrusted'
  /** The signature is right, but the key is not of the address that the message says it is from. */
  | 'otherSender'
  /** The key is not known, so nothing can be said. */
  | 'unknownKey'
  /** The text was changed, or the key was not valid at the time. */
  | 'bad';

export interface Signature {
  status: SignatureStatus;
  /** As people read it, or the id of the key that is missing. */
  signer: string;
  keyId: string | null;
  /** The signer's key, when it came with the message and is not kept yet. */
  found?: NewKey;
}

/** What is inside an encrypted message, or what a signature is about. */
export interface Opened {
  /** A MIME entity. */
  entity: Uint8Array<ArrayBuffer>;
  wasEncrypted: boolean;
  /** Null: it was not signed. */
  signature: Signature | null;
}

export class NoKeyError extends Error {}
