/** A backup in storage that speaks S3: `s3://bucket/prefix`. */
import type { S3Access } from '#server/config/s3-settings.ts';
import { s3Storage, StorageFault } from '#server/s3/s3-storage.ts';
import { BackupFault, type Vault } from './vault.ts';

export function s3Vault(place: string, access: S3Access): Vault {
  const { put, get, list, remove } = s3Storage(place, access);
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      throw error instanceof StorageFault ? new BackupFault(error.message) : error;
    }
  };
  return {
    put: (name, bytes) => told(put(name, bytes)),
    get: (name) => told(get(name)),
    list: async (start) => (await told(list(start))).sort(),
    remove: (name) => told(remove(name)),
    close: () => Promise.resolve(),
  };
}
