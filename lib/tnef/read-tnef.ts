/**
 * winmail.dat: the attachments inside Microsoft's TNEF (MS-OXTNEF). A stream of attributes, each with a level, an id, a length and a check
 * sum; MAPI properties hold the long names. Hostile input gives fewer attachments, never an exception. Pure.
 */
export interface TnefFile {
  name: string;
  type: string;
  data: Uint8Array;
}

const signature = 0x223e9f78;
const attribute = { title: 0x8010, data: 0x800f, rendering: 0x9002, mapi: 0x9005 };
const property = { longName: 0x3707, name: 0x3001, mime: 0x370e, data: 0x3701, contentId: 0x3712 };
const most = 200;

/** Null when it is no TNEF. */
export function readTnef(bytes: Uint8Array): TnefFile[] | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 6 || view.getUint32(0, true) !== signature) return null;
  const files: TnefFile[] = [];
  let file: { title?: string; longName?: string; type?: string; data?: Uint8Array } | null = null;
  const finish = () => {
    if (file?.data && files.length < most)
      files.push({ name: cleanName(file.longName ?? file.title ?? ''), type: file.type ?? 'application/octet-stream', data: file.data });
    file = null;
  };
  for (let at = 6; at + 11 <= bytes.length;) {
    const level = bytes[at];
    const id = view.getUint16(at + 1, true);
    const length = view.getUint32(at + 5, true);
    const from = at + 9;
    if (from + length + 2 > bytes.length || (level !== 1 && level !== 2)) break; // cut off, or not what it says
    const value = bytes.subarray(from, from + length);
    if (level === 2) {
      if (id === attribute.rendering) {
        finish();
        file = {};
      }
      file ??= {};
      if (id === attribute.title) file.title = narrow(value);
      else if (id === attribute.data) file.data = value;
      else if (id === attribute.mapi) {
        const found = readProperties(value);
        const longName = found.get(property.longName) ?? found.get(property.name);
        if (typeof longName === 'string' && longName) file.longName = longName;
        const type = found.get(property.mime);
        if (typeof type === 'string' && /^[\w.+-]+\/[\w.+-]+$/.test(type)) file.type = type.toLowerCase();
        const data = found.get(property.data);
        if (!file.data && data instanceof Uint8Array) file.data = data;
      }
    }
    at = from + length + 2;
  }
  finish();
  return files;
}

/** Names of Windows in one octet a character, ended by NUL. */
function narrow(value: Uint8Array): string {
  const end = value.indexOf(0);
  return new TextDecoder('windows-1252').decode(end < 0 ? value : value.subarray(0, end));
}

function cleanName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(/[\p{Cc}\p{Cf}]/gu, '').trim() || 'attachment';
}

/** MS-OXTNEF 2.1.3.4: a count, then tag and value of each; strings and binaries are counted and padded to four octets. */
function readProperties(bytes: Uint8Array): Map<number, string | Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = new Map<number, string | Uint8Array>();
  let at = 4;
  const has = (octets: number) => at + octets <= bytes.length;
  const number = () => {
    const value = has(4) ? view.getUint32(at, true) : 0;
    at += 4;
    return value;
  };
  const count = bytes.length >= 4 ? Math.min(view.getUint32(0, true), 2000) : 0;
  for (let n = 0; n < count && has(4); n++) {
    const tag = number();
    const [type, id] = [tag & 0xffff, tag >>> 16];
    if (id >= 0x8000) {
      at += 16; // a named property: GUID, then a number or a name
      const kind = number();
      if (kind === 1) {
        const length = number();
        at += (length + 3) & ~3;
      } else at += 4;
    }
    const many = type & 0x1000 ? number() : 1;
    const plain = type & ~0x1000;
    for (let m = 0; m < Math.min(many, 2000) && has(1); m++) {
      if ([0x001e, 0x001f, 0x0102, 0x000d].includes(plain)) {
        if (!(type & 0x1000)) at += 4; // how many there are: one
        const length = number();
        if (!has(length)) return found;
        const value = bytes.subarray(at, at + length);
        at += (length + 3) & ~3;
        if (plain === 0x001e) found.set(id, narrow(value));
        else if (plain === 0x001f) found.set(id, new TextDecoder('utf-16le').decode(value).replace(/\0.*$/s, ''));
        else found.set(id, plain === 0x000d ? value.subarray(16) : value);
      } else {
        const width = {
          0x0002: 4,
          0x0003: 4,
          0x0004: 4,
          0x000a: 4,
          0x000b: 4,
          0x0005: 8,
          0x0006: 8,
          0x0007: 8,
          0x0014: 8,
          0x0040: 8,
          0x0048: 16,
        }[plain];
        if (width === undefined) return found; // what cannot be measured cannot be passed
        at += width;
      }
    }
  }
  return found;
}
