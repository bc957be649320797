/** What other programs say about a message, Rspamd and ClamAV: more reasons, and perhaps that it must not be delivered. */
import type { Reason } from '#lib/spam/reasons.ts';

export interface ScanRequest {
  message: Uint8Array;
  remoteAddress: string;
  helo: string;
  /** '' is the null sender. */
  mailFrom: string;
  /** Address of the first author, lower-case; '' for none. */
  author: string;
  recipients: readonly string[];
}
export interface Scanned {
  reasons: Reason[];
  /** It is held for an administrator, whatever the score. */
  hold: boolean;
}

/** The program could not be asked, or did not answer in time, or not in its protocol. */
export class ScannerDown extends Error {}
