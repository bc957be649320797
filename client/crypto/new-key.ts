/** A key as it was read or made, before it is kept. */
export interface NewKey {
  id: string;
  emails: string[];
  publicKey: string;
  /** Armored, without a passphrase: to be sealed at once. Null: a public key. */
  secretKey: string | null;
}
