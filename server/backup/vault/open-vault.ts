/** The vault that a target names: `s3://bucket/prefix`, a folder, or one file (`….tar`). */
import { existsSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { S3Access } from '#server/config/s3-settings.ts';
import { newFileVault, openFileVault } from './file-vault.ts';
import { folderVault } from './folder-vault.ts';
import { s3Vault } from './s3-vault.ts';
import { unlock } from './sealed-vault.ts';
import { BackupFault, type Vault } from './vault.ts';

export interface Target {
  /** As the person wrote it. */
  place: string;
  passphrase: string | null;
  /** For `s3://`. */
  s3: S3Access | null;
}

export async function vaultToWrite({ place, passphrase, s3 }: Target): Promise<Vault> {
  if (place.startsWith('s3://')) return unlock(bucketOf(place, s3), passphrase, { fresh: false });
  const folder = path.resolve(place);
  const isFolder = place.endsWith('/') || (existsSync(folder) && statSync(folder).isDirectory());
  if (isFolder) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return unlock(folderVault(folder), passphrase, { fresh: false });
  }
  if (existsSync(folder)) throw new BackupFault(`${place} is there already: give a new file name, or a folder that backups are added to.`);
  if (!existsSync(path.dirname(folder))) throw new BackupFault(`${path.dirname(folder)} is not there: make the folder first.`);
  return unlock(newFileVault(folder), passphrase, { fresh: true });
}

export async function vaultToRead({ place, passphrase, s3 }: Target): Promise<Vault> {
  const vault = await rawVault(place, s3);
  if ((await vault.list('vault.json')).length === 0) throw new BackupFault(`${place} holds no backup of Posthorn.`);
  return unlock(vault, passphrase, { fresh: false });
}

async function rawVault(place: string, s3: S3Access | null): Promise<Vault> {
  if (place.startsWith('s3://')) return bucketOf(place, s3);
  const file = path.resolve(place);
  if (!existsSync(file)) throw new BackupFault(`${place} is not there.`);
  return statSync(file).isDirectory() ? folderVault(file) : openFileVault(file);
}

function bucketOf(place: string, s3: S3Access | null): Vault {
  if (!s3) throw new BackupFault(`${place} needs S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.`);
  return s3Vault(place, s3);
}
