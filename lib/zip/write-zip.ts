/** A ZIP archive of files as they are, without compression: attachments are packed already, and it needs no more than this. Pure. */
import { crc32 } from './crc32.ts';

export interface ZipFile {
  name: string;
  bytes: Uint8Array;
}

/** APPNOTE 4.3: a header before each file, then the directory of all. At most 65,535 files and 4 GB, which no message has. */
export function writeZip(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const taken = new Set<string>();
  const entries = files.map(({ name, bytes }) => ({ name: new TextEncoder().encode(ownName(name, taken)), bytes, sum: crc32(bytes) }));
  const size = entries.reduce((total, { name, bytes }) => total + 30 + 46 + 2 * name.length + bytes.length, 22);
  const archive = new Uint8Array(size);
  const view = new DataView(archive.buffer);
  let at = 0;
  const short = (...values: number[]) => values.forEach((value) => (view.setUint16(at, value, true), (at += 2)));
  const long = (...values: number[]) => values.forEach((value) => (view.setUint32(at, value, true), (at += 4)));
  const octets = (bytes: Uint8Array) => (archive.set(bytes, at), (at += bytes.length));
  /** Version 2.0, names in UTF-8 (bit 11), stored, 1 January 1980. */
  const about = ({ name, bytes, sum }: (typeof entries)[number]) => {
    short(20, 0x0800, 0, 0, 0x0021);
    long(sum, bytes.length, bytes.length);
    short(name.length, 0);
  };
  const places = entries.map((entry) => {
    const place = at;
    long(0x04034b50);
    about(entry);
    octets(entry.name);
    octets(entry.bytes);
    return place;
  });
  const directory = at;
  for (const [index, entry] of entries.entries()) {
    long(0x02014b50);
    short(20);
    about(entry);
    short(0, 0, 0);
    long(0, places[index] ?? 0);
    octets(entry.name);
  }
  const length = at - directory;
  long(0x06054b50);
  short(0, 0, entries.length, entries.length);
  long(length, directory);
  short(0);
  return archive;
}

/** No path out of the folder it is unpacked into, and no two of one name. */
function ownName(name: string, taken: Set<string>): string {
  const plain =
    name
      .replaceAll(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
      .replace(/^\.+/, '_')
      .slice(0, 180) || 'file';
  const dot = plain.lastIndexOf('.') > 0 ? plain.lastIndexOf('.') : plain.length;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? plain : `${plain.slice(0, dot)} (${number})${plain.slice(dot)}`;
    if (taken.has(candidate.toLowerCase())) continue;
    taken.add(candidate.toLowerCase());
    return candidate;
  }
}
