import type { SecureContext } from 'node:tls';

/** What a listener hands to the protocol with every socket. */
export interface ListenerContext {
  kind: 'smtp' | 'submission' | 'lmtp' | 'imap' | 'pop3' | 'sieve';
  /** TLS from the first byte (465, 993, 995) instead of by STARTTLS. */
  implicitTls: boolean;
  /** The certificate of now: it is read again when its files change. */
  secureContext: () => SecureContext;
  /** Aborted when the process is asked to stop: say good-bye and close. */
  stopping: AbortSignal;
}
