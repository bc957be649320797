/** A backup in storage that speaks S3: `s3://bucket/prefix`, asked with signed requests (Signature Version 4). */
import { AwsClient } from 'aws4fetch';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { BackupFault, type Vault } from './vault.ts';

export interface S3Access {
  /** Such as `https://s3.eu-central-1.amazonaws.com` or `http://127.0.0.1:9000`. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const page = z.object({
  ListBucketResult: z.object({
    Contents: z.array(z.object({ Key: z.string() })).default([]),
    IsTruncated: z.union([z.boolean(), z.string()]).default(false),
    NextContinuationToken: z.string().optional(),
  }),
});
const parser = new XMLParser({ isArray: (name) => name === 'Contents', parseTagValue: false });

export function s3Vault(bucket: string, prefix: string, access: S3Access): Vault {
  const { endpoint, region, accessKeyId, secretAccessKey } = access;
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 5 });
  const base = `${endpoint.replace(/\/$/, '')}/${bucket}`;
  const keyOf = (name: string) => (prefix === '' ? name : `${prefix}/${name}`);
  const ask = async (method: string, name: string, body?: Buffer, query = '') => {
    const url = `${base}${name === '' ? '' : `/${keyOf(name).split('/').map(encodeURIComponent).join('/')}`}${query}`;
    const response = await client.fetch(url, { method, ...(body ? { body: new Uint8Array(body) } : {}) }).catch((error: unknown) => {
      throw new BackupFault(`${endpoint} does not answer: ${String(error)}.`);
    });
    if (response.ok || (method === 'DELETE' && response.status === 404)) return response;
    const said = (await response.text()).slice(0, 300);
    throw new BackupFault(`${method} ${keyOf(name)} in ${bucket} failed with ${response.status}: ${said}`);
  };
  return {
    put: async (name, bytes) => void (await ask('PUT', name, bytes)),
    get: async (name) => Buffer.from(await (await ask('GET', name)).arrayBuffer()),
    list: async (start) => {
      const names: string[] = [];
      for (let token: string | undefined = ''; token !== undefined;) {
        const query = new URLSearchParams({ 'list-type': '2', prefix: keyOf(start) });
        if (token) query.set('continuation-token', token);
        const answer = await (await ask('GET', '', undefined, `?${query.toString()}`)).text();
        const { ListBucketResult: found } = page.parse(parser.parse(answer));
        names.push(...found.Contents.map(({ Key }) => Key.slice(keyOf('').length)));
        token = String(found.IsTruncated) === 'true' ? found.NextContinuationToken : undefined;
      }
      return names.sort();
    },
    remove: async (name) => void (await ask('DELETE', name)),
    close: () => Promise.resolve(),
  };
}
