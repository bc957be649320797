/** A key for encrypted or signed mail, as it travels (docs/jmap.md). */
import type { Sealed } from './sealed.ts';

export const keyKinds = ['openpgp', 'smime'] as const;
export const keySources = ['own', 'file', 'message', 'autocrypt', 'wkd'] as const;

export interface CryptoKey {
  /** Kind and fingerprint: the same key is kept once. */
  id: string;
  kind: (typeof keyKinds)[number];
  /** Lower case. */
  emails: string[];
  /** Armored (OpenPGP), or certificates in PEM, the key's own first (S/MIME). */
  publicKey: string;
  /** Of one's own keys. */
  secret: Sealed | null;
  source: (typeof keySources)[number];
  /** Its fingerprint has been compared, or it is one's own. */
  trusted: boolean;
  /** Of one's own keys: letters are encrypted whenever all recipients have keys. */
  encryptByDefault: boolean;
  createdAt: string;
}

export const cryptoKeyId = (kind: CryptoKey['kind'], fingerprint: string) => `${kind}-${fingerprint.toLowerCase()}`;
