/**
 * What a server says of a message, in a form that two servers can be compared in: structure and envelope as trees, every part by the hash
 * of its octets. Where the RFCs leave the spelling free (case of types, encodings and names of parameters) it is lower case here.
 */
import { createHash } from 'node:crypto';
import type { FetchClient, Tree } from './fetch-client.ts';

/** Strings with one character per octet, as JSON has no other. */
export type Plain = string | number | null | Plain[];
export interface Observation {
  size: number;
  structure: Plain;
  envelope: Plain;
  /** By section: the hash of its octets. */
  parts: Record<string, string>;
  /** The same of multiparts and messages, with one more line end. */
  ended: Record<string, string>;
  /** Fields of ENVELOPE that stand in the header more than once. */
  repeated: string[];
  /** By section of a leaf: the hash of its decoded octets; `broken` or `unknown` where it cannot be decoded. */
  decoded: Record<string, string>;
}
type Open = () => Promise<FetchClient>;

export const shortHash = (octets: Buffer | string) => createHash('sha256').update(octets).digest('hex').slice(0, 16);

/** `open` gives a client that has the mailbox selected: Dovecot closes the connection when base64 is broken. */
export async function observe(open: Open, uids: readonly number[]): Promise<Map<number, Observation>> {
  const client = await open();
  const breakable = { client: await open(), open };
  const found = new Map<number, Observation>();
  for (let n = 0; n < uids.length; n += 50) {
    const set = uids.slice(n, n + 50).join(',');
    const replies = await client.command(`UID FETCH ${set} (RFC822.SIZE BODYSTRUCTURE ENVELOPE BODY.PEEK[])`);
    for (const [uid, items] of replies) {
      const structure = items.get('BODYSTRUCTURE') ?? null;
      const sections = sectionsOf(structure, '').slice(0, 120);
      const octets = await readSections(client, uid, ['HEADER', 'TEXT', ...sections.map(({ name }) => name)]);
      found.set(uid, {
        size: Number(items.get('RFC822.SIZE')),
        structure: readable(canonical(structure)),
        envelope: readable(items.get('ENVELOPE') ?? null),
        parts: { '': hashed(items.get('BODY[]') ?? null), ...mapped(octets, hashed) },
        ended: mapped(octets, (one) => (Buffer.isBuffer(one) ? shortHash(Buffer.concat([one, Buffer.from('\r\n')])) : 'NIL')),
        repeated: repeatedFields(octets.HEADER ?? null),
        decoded: await observeDecoded(breakable, uid, sections.flatMap(({ name, isLeaf }) => (isLeaf ? [name] : [])).slice(0, 40)),
      });
    }
  }
  client.close();
  breakable.client.close();
  return found;
}

async function readSections(client: FetchClient, uid: number, sections: string[]): Promise<Record<string, Tree>> {
  const wanted = sections.map((section) => `BODY.PEEK[${section}]`).join(' ');
  const items = (await client.command(`UID FETCH ${uid} (${wanted})`)).get(uid);
  return Object.fromEntries(sections.map((section) => [section, items?.get(`BODY[${section}]`) ?? null]));
}

const mapped = (octets: Record<string, Tree>, make: (tree: Tree) => string) =>
  Object.fromEntries(Object.entries(octets).map(([section, tree]) => [section, make(tree)]));

function repeatedFields(header: Tree): string[] {
  const names = (Buffer.isBuffer(header) ? header.toString('latin1') : '').match(/^[!-9;-~]+(?=[ \t]*:)/gm) ?? [];
  const lower = names.map((name) => name.toLowerCase());
  return [...new Set(lower.filter((name, index) => lower.indexOf(name) !== index))];
}

async function observeDecoded(
  breakable: { client: FetchClient; open: Open },
  uid: number,
  sections: string[],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const section of sections) {
    try {
      const items = (await breakable.client.command(`UID FETCH ${uid} (BINARY.PEEK[${section}])`)).get(uid);
      found[section] = hashed(items?.get(`BINARY[${section}]`) ?? null);
    } catch (error) {
      found[section] = /UNKNOWN-CTE/.test(String(error)) ? 'unknown' : 'broken';
      if (/closed/.test(String(error))) breakable.client = await breakable.open();
    }
  }
  return found;
}

interface Section {
  name: string;
  /** It has octets of its own: neither parts, nor a header that is asked for by itself. */
  isLeaf: boolean;
}

/** Of every part its octets and its MIME header; of enclosed messages their header and text too. */
function sectionsOf(structure: Tree, prefix: string): Section[] {
  if (!Array.isArray(structure)) return [];
  if (!Array.isArray(structure[0])) return sectionsOfLeaf(structure, `${prefix}1`, prefix !== '');
  const end = structure.findIndex((child) => !Array.isArray(child));
  return structure.slice(0, end).flatMap((child, index) => {
    const name = `${prefix}${index + 1}`;
    const isMultipart = Array.isArray(child) && Array.isArray(child[0]);
    return isMultipart
      ? [...plainSections(name, `${name}.MIME`), ...sectionsOf(child, `${name}.`)]
      : sectionsOfLeaf(child as Tree[], name, true);
  });
}

function sectionsOfLeaf(leaf: Tree[], name: string, isPart: boolean): Section[] {
  const inner = leaf[8];
  const mime = isPart ? plainSections(`${name}.MIME`) : [];
  const isMessage = lowerText(leaf[0]) === 'message' && lowerText(leaf[1]) === 'rfc822' && Array.isArray(inner);
  if (!isMessage) return [{ name, isLeaf: true }, ...mime];
  return [...plainSections(name), ...mime, ...plainSections(`${name}.HEADER`, `${name}.TEXT`), ...sectionsOf(inner ?? null, `${name}.`)];
}

const plainSections = (...names: string[]): Section[] => names.map((name) => ({ name, isLeaf: false }));
const lowerText = (value: Tree | undefined) => (Buffer.isBuffer(value) ? value.toString('latin1').toLowerCase() : '');

function canonical(structure: Tree): Tree {
  if (!Array.isArray(structure)) return structure;
  if (Array.isArray(structure[0])) {
    const end = structure.findIndex((child) => !Array.isArray(child));
    const [subtype, params, where, ...rest] = structure.slice(end);
    return [...structure.slice(0, end).map(canonical), lower(subtype), parameters(params), disposition(where), ...withLanguages(rest)];
  }
  const [type, subtype, params, id, description, encoding, size, ...rest] = structure;
  const isMessage = lowerText(type) === 'message' && lowerText(subtype) === 'rfc822' && Array.isArray(rest[1]);
  const special = isMessage
    ? [rest[0] ?? null, canonical(rest[1] ?? null), rest[2] ?? null]
    : lowerText(type) === 'text'
      ? [rest[0] ?? null]
      : [];
  const [md5, where, ...others] = rest.slice(special.length);
  const basic = [lower(type), lower(subtype), parameters(params), id ?? null, description ?? null, lower(encoding), size ?? null];
  return [...basic, ...special, md5 ?? null, disposition(where), ...withLanguages(others)];
}

const lower = (value: Tree | undefined): Tree => (Buffer.isBuffer(value) ? Buffer.from(lowerText(value), 'latin1') : (value ?? null));
const disposition = (value: Tree | undefined): Tree => (Array.isArray(value) ? [lower(value[0]), parameters(value[1])] : (value ?? null));

/** RFC 9051 §9: one language may stand alone or in a list. */
const withLanguages = ([languages, ...rest]: Tree[]): Tree[] => [Buffer.isBuffer(languages) ? [languages] : (languages ?? null), ...rest];

/** By name, as their order has no meaning. RFC 2045 §5.2: what is not said is US-ASCII; Dovecot says it, we do not. */
function parameters(value: Tree | undefined): Tree {
  if (!Array.isArray(value)) return value ?? null;
  const pairs: [string, Tree][] = [];
  for (let n = 0; n < value.length; n += 2) pairs.push([lowerText(value[n]), value[n + 1] ?? null]);
  const said = pairs.filter(([name, text]) => !(name === 'charset' && lowerText(text) === 'us-ascii')).sort(([a], [b]) => (a < b ? -1 : 1));
  return said.length === 0 ? null : said.flatMap(([name, text]) => [Buffer.from(name, 'latin1'), text]);
}

function readable(tree: Tree): Plain {
  if (Buffer.isBuffer(tree)) return tree.toString('latin1');
  if (Array.isArray(tree)) return tree.map(readable);
  return tree === null || Number.isNaN(Number(tree)) ? tree : Number(tree);
}

const hashed = (tree: Tree) => (Buffer.isBuffer(tree) ? shortHash(tree) : tree === null ? 'NIL' : JSON.stringify(tree));
