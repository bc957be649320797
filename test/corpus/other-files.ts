/** Every file of the corpus beside `ordinary`, unpacked where it is compressed alone, whatever it holds. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { corpus } from './corpus-folder.ts';

export interface CorpusFile {
  name: string;
  bytes: Buffer;
}

export function otherFiles(): CorpusFile[] {
  return readdirSync(corpus, { recursive: true, encoding: 'utf8' })
    .filter((name) => !name.startsWith('ordinary') && statSync(path.join(corpus, name)).isFile())
    .sort()
    .map((name) => ({ name, bytes: readFileSync(path.join(corpus, name)) }))
    .map(({ name, bytes }) => ({ name, bytes: name.endsWith('.gz') ? gunzipSync(bytes) : bytes }));
}
