/** What a client uploaded (RFC 8620 §6.1) and has not used yet: kept for a day, readable by that account alone. */
import type { BlobRef } from '../contract.ts';
import { inTransaction, rows } from '../database.ts';
import { putBlob } from './put-blob.ts';
import { isThere } from '../reads/emails.ts';

export async function putUpload(accountId: number, bytes: Buffer, type: string): Promise<BlobRef> {
  const blob = await putBlob(bytes);
  await inTransaction(async (client) => {
    // Whatever adds a reference touches the blob in the same transaction, so that collection cannot race it.
    await client.query('update blob set touched_at = now() where sha256 = $1', [blob.sha256]);
    await client.query(
      `insert into upload (account_id, sha256, type, size, expires_at) values ($1, $2, $3, $4, now() + interval '1 day')
       on conflict (account_id, sha256) do update set type = excluded.type, expires_at = excluded.expires_at`,
      [accountId, blob.sha256, type, blob.size],
    );
  });
  return blob;
}

export interface Upload extends BlobRef {
  type: string;
}

/** Without its bytes: those are `readBlob`'s. Null when the account has no such upload. */
export async function readUpload(accountId: number, sha256: Buffer): Promise<Upload | null> {
  const [found] = await rows<Upload>('select sha256, size, type from upload where account_id = $1 and sha256 = $2 and expires_at > now()', [
    accountId,
    sha256,
  ]);
  return found ?? null;
}

/** May this account read these bytes: is it the body of an email of its, or an upload of its? */
export async function findBlobForAccount(accountId: number, sha256: Buffer): Promise<boolean> {
  const [found] = await rows<{ found: boolean }>(
    `select exists (select from upload where account_id = $1 and sha256 = $2 and expires_at > now())
         or exists (select from email e where e.blob = $2 and e.account_id = $1 and ${isThere}) as found`,
    [accountId, sha256],
  );
  return found?.found ?? false;
}
