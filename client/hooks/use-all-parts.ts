import { useEffect, useMemo, useState } from 'react';
import { madePart, type ReadPart } from '../reading/files/readable.ts';

const isTnef = ({ type, name }: ReadPart) => /^application\/(?:vnd\.)?ms-tnef$/.test(type) || /^winmail\.dat$/i.test(name);
const largestTnef = 50_000_000;

/**
 * The files of a message as a person counts them: without pictures that stand in the text, without what is read by the program itself, and
 * with what a winmail.dat holds in the place of it.
 */
export function useAllParts(parts: readonly ReadPart[]): readonly ReadPart[] {
  const files = useMemo(() => parts.filter(isFile), [parts]);
  const [unpacked, setUnpacked] = useState<{ of: readonly ReadPart[]; files: readonly ReadPart[] } | null>(null);
  useEffect(() => {
    if (!files.some((part) => isTnef(part) && part.size < largestTnef)) return undefined;
    let gone = false;
    void Promise.all(files.map(unpack)).then((all) => gone || setUnpacked({ of: files, files: all.flat() }));
    return () => {
      gone = true;
    };
  }, [files]);
  return unpacked?.of === files ? unpacked.files : files;
}

const ownBusiness = /^application\/(?:pgp-signature|pgp-encrypted|(?:x-)?pkcs7-signature)$/;

function isFile({ type, disposition, cid }: ReadPart): boolean {
  if (ownBusiness.test(type)) return false;
  return disposition === 'attachment' || (!cid && type !== 'text/calendar');
}

/** What cannot be unpacked stays the file that it is. */
async function unpack(part: ReadPart): Promise<readonly ReadPart[]> {
  if (!isTnef(part) || part.size >= largestTnef) return [part];
  try {
    const [{ readTnef }, bytes] = await Promise.all([import('#lib/tnef/read-tnef.ts'), part.load()]);
    const found = readTnef(bytes) ?? [];
    return found.length === 0
      ? [part]
      : found.map(({ name, type, data }, index) => madePart(`${part.key} ${index}`, name, type, new Uint8Array(data)));
  } catch {
    return [part];
  }
}
