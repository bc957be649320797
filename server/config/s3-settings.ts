/** Settings of storage that speaks S3: how it is reached, and whether blobs lie there. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Take } from './take.ts';
import { WrongSetting } from './wrong-setting.ts';

export interface S3Access {
  /** Such as `https://s3.eu-central-1.amazonaws.com` or `http://127.0.0.1:9000`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}
export interface S3Settings {
  s3: S3Access | null;
  /** Where new blobs of at least `blobS3From` octets go. */
  blobStore: 'postgres' | 's3';
  /** `s3://bucket/prefix`, of this installation alone; null: no blob lies there. */
  blobBucket: string | null;
  blobS3From: number;
  /** Octets of what was read from there that a process keeps in memory. */
  blobCache: number;
}

export function s3Settings(value: (name: string) => string | undefined, take: Take): S3Settings {
  const octets = (most: number) =>
    z
      .string()
      .regex(/^\d+$/, `it must be a number of octets, at most ${most}`)
      .transform(Number)
      .pipe(z.number().max(most, `it must be at most ${most}`));
  const endpoint = z
    .string()
    .refine((text) => URL.canParse(text) && /^https?:/.test(text), 'it must be an address, such as https://s3.example.org');
  const at = take('S3_ENDPOINT', endpoint, '');
  const accessKeyId = value('S3_ACCESS_KEY_ID');
  const secretAccessKey = value('S3_SECRET_ACCESS_KEY') ?? secretFrom(value('S3_SECRET_ACCESS_KEY_FILE'));
  const settings: S3Settings = {
    s3:
      at && accessKeyId && secretAccessKey
        ? { endpoint: at, region: value('S3_REGION') ?? 'us-east-1', accessKeyId, secretAccessKey }
        : null,
    blobStore: take('BLOB_STORE', z.enum(['postgres', 's3'], { error: 'it must be one of postgres, s3' }), 'postgres'),
    blobBucket:
      take(
        'BLOB_BUCKET',
        z.string().regex(/^s3:\/\/[a-z0-9][a-z0-9.-]+[a-z0-9](\/[^\s?#]*)?$/, 'it must be s3://bucket or s3://bucket/prefix'),
        '',
      ) || null,
    blobS3From: take('BLOB_S3_FROM', octets(1024 ** 3), 64 * 1024),
    blobCache: take('BLOB_CACHE', octets(16 * 1024 ** 3), 64 * 1024 ** 2),
  };
  if (settings.blobStore === 's3' && !settings.blobBucket)
    throw new WrongSetting('BLOB_BUCKET is missing: with BLOB_STORE=s3 it says where messages go, such as s3://bucket/prefix.');
  const missing = Object.entries({ S3_ENDPOINT: at, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey });
  const [absent] = missing.find(([, text]) => !text) ?? [];
  if ((settings.blobBucket || at) && absent)
    throw new WrongSetting(
      `${absent} is missing: ${settings.blobBucket ? 'BLOB_BUCKET' : 'S3_ENDPOINT'} is set, and storage is not reached without it.`,
    );
  return settings;
}

function secretFrom(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new WrongSetting(`S3_SECRET_ACCESS_KEY_FILE is wrong: ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? ''}).`);
  }
  const [line = ''] = text.split(/\r?\n/);
  if (line.trim() === '') throw new WrongSetting(`S3_SECRET_ACCESS_KEY_FILE is wrong: the first line of ${file} is to be the secret.`);
  return line.trim();
}
