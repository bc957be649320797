/** Keys for encrypted and signed mail. What is secret in them was enciphered in the browser. */
import { rows } from '../database.ts';

export interface StoredCryptoKey {
  keyId: string;
  kind: string;
  emails: string[];
  publicKey: string;
  secret: Record<string, unknown> | null;
  source: string;
  trusted: boolean;
  encryptByDefault: boolean;
  createdAt: Date;
}
export type NewCryptoKey = Omit<StoredCryptoKey, 'createdAt'>;
export type CryptoKeyChange = Partial<Pick<StoredCryptoKey, 'publicKey' | 'secret' | 'emails' | 'trusted' | 'encryptByDefault'>>;

const columns = `key_id as "keyId", kind, emails, public_key as "publicKey", secret, source, trusted,
  encrypt_by_default as "encryptByDefault", created_at as "createdAt"`;

export function listCryptoKeys(accountId: number): Promise<StoredCryptoKey[]> {
  return rows(`select ${columns} from crypto_key where account_id = $1 order by created_at, key_id`, [accountId]);
}

/** Null: it is there already. */
export async function addCryptoKey(accountId: number, key: NewCryptoKey): Promise<Date | null> {
  const [made] = await rows<{ createdAt: Date }>(
    `insert into crypto_key (account_id, key_id, kind, emails, public_key, secret, source, trusted, encrypt_by_default)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing returning created_at as "createdAt"`,
    [
      ...[accountId, key.keyId, key.kind, key.emails, key.publicKey, key.secret && JSON.stringify(key.secret)],
      ...[key.source, key.trusted, key.encryptByDefault],
    ],
  );
  return made?.createdAt ?? null;
}

export async function changeCryptoKey(accountId: number, keyId: string, change: CryptoKeyChange): Promise<boolean> {
  const changed = await rows(
    `update crypto_key set public_key = coalesce($3, public_key), secret = coalesce($4, secret), emails = coalesce($5, emails),
       trusted = coalesce($6, trusted), encrypt_by_default = coalesce($7, encrypt_by_default)
     where account_id = $1 and key_id = $2 returning 1`,
    [
      ...[accountId, keyId, change.publicKey ?? null, change.secret ? JSON.stringify(change.secret) : null, change.emails ?? null],
      ...[change.trusted ?? null, change.encryptByDefault ?? null],
    ],
  );
  return changed.length > 0;
}

export async function removeCryptoKey(accountId: number, keyId: string): Promise<boolean> {
  return (await rows('delete from crypto_key where account_id = $1 and key_id = $2 returning 1', [accountId, keyId])).length > 0;
}
