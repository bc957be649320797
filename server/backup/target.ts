/** The target of a backup with the passphrase and the access that the settings name. */
import { readFileSync } from 'node:fs';
import type { Config } from '#server/config/config.ts';
import type { Target } from './vault/open-vault.ts';
import { BackupFault } from './vault/vault.ts';

export function targetOf(
  place: string,
  settings: Pick<Config, 'backupPassphrase' | 'backupPassphraseFile' | 's3'>,
  passphraseFile?: string,
): Target {
  const file = passphraseFile ?? settings.backupPassphraseFile;
  return { place, passphrase: file ? firstLine(file) : settings.backupPassphrase, s3: settings.s3 };
}

function firstLine(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new BackupFault(`The file of the passphrase cannot be read: ${String(error)}.`);
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line === '') throw new BackupFault(`The first line of ${file} is empty: it is to be the passphrase.`);
  return line;
}
