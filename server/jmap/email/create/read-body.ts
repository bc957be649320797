/** The body of an Email that is to be made (RFC 8621 §4.6): bodyStructure, or textBody, htmlBody and attachments. */
import { z } from 'zod';
import { invalidProperties, SetRefusal } from '../../errors.ts';
import { readNamedBlob } from '../../blob.ts';
import type { MethodContext } from '../../method.ts';
import { details, type BlueprintPart, type PartDetails } from './blueprint.ts';
import { readHeaders } from './read-headers.ts';

const line = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u);
const part = z.strictObject({
  partId: z.string().nullish(),
  blobId: z.string().nullish(),
  size: z.number().nullish(),
  name: line.nullish(),
  type: z
    .string()
    .regex(/^[A-Za-z0-9!#$&^_.+-]{1,100}\/[A-Za-z0-9!#$&^_.+-]{1,100}$/)
    .nullish(),
  charset: z
    .string()
    .regex(/^[A-Za-z0-9_.:+-]{1,60}$/)
    .nullish(),
  disposition: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,60}$/)
    .nullish(),
  cid: line.regex(/^[^<>\s]*$/).nullish(),
  language: z.array(z.string().regex(/^[A-Za-z0-9-]{1,60}$/)).nullish(),
  location: line.regex(/^\S*$/).nullish(),
  subParts: z.array(z.record(z.string(), z.unknown())).nullish(),
});
const bodyValues = z.record(
  z.string(),
  z.strictObject({ value: z.string(), isEncodingProblem: z.literal(false).nullish(), isTruncated: z.literal(false).nullish() }),
);
const parts = z.array(z.record(z.string(), z.unknown()));
type Given = Record<string, unknown>;

const maxDepth = 20;

export interface BodyGiven {
  bodyStructure?: unknown;
  textBody?: unknown;
  htmlBody?: unknown;
  attachments?: unknown;
  bodyValues?: unknown;
}

/** Throws SetRefusal: invalidProperties, or blobNotFound with all the blobs that are not there. */
export async function readBody(context: MethodContext, given: BodyGiven): Promise<BlueprintPart> {
  const values = bodyValues.safeParse(given.bodyValues ?? {});
  if (!values.success) throw invalidProperties(['bodyValues']);
  const reader = new PartReader(context, values.data);
  const root = given.bodyStructure == null ? await fromLists(reader, given) : await fromStructure(reader, given);
  if (reader.missing.size > 0) throw new SetRefusal('blobNotFound', { notFound: [...reader.missing] });
  return root;
}

async function fromStructure(reader: PartReader, given: BodyGiven): Promise<BlueprintPart> {
  const others = (['textBody', 'htmlBody', 'attachments'] as const).filter((property) => given[property] != null);
  if (others.length > 0) throw invalidProperties(['bodyStructure', ...others], 'The body is given twice.');
  if (typeof given.bodyStructure !== 'object' || Array.isArray(given.bodyStructure)) throw invalidProperties(['bodyStructure']);
  return reader.read('bodyStructure', given.bodyStructure as Given, null, 0);
}

/** text alone, or HTML alone, or both as alternatives; inline files beside the HTML that shows them, the others after it all. */
async function fromLists(reader: PartReader, given: BodyGiven): Promise<BlueprintPart> {
  const text = await onePart(reader, 'textBody', given.textBody, 'text/plain');
  const html = await onePart(reader, 'htmlBody', given.htmlBody, 'text/html');
  const list = parts.safeParse(given.attachments ?? []);
  if (!list.success) throw invalidProperties(['attachments']);
  const files: BlueprintPart[] = [];
  for (const one of list.data) files.push(await reader.read('attachments', one, 'attachment', 0));
  const isShownInline = (file: BlueprintPart) => html !== null && file.details.cid !== null && file.details.disposition !== 'attachment';
  const inline = files.filter(isShownInline);
  const related = html && inline.length > 0 ? multipart('multipart/related', [html, ...inline]) : html;
  const body = text && related ? multipart('multipart/alternative', [text, related]) : (text ?? related);
  const attached = files.filter((file) => !isShownInline(file));
  if (attached.length > 0) return multipart('multipart/mixed', [...(body ? [body] : []), ...attached]);
  return body ?? { kind: 'text', details: details('text/plain'), text: '' };
}

async function onePart(reader: PartReader, property: string, given: unknown, type: string): Promise<BlueprintPart | null> {
  if (given == null) return null;
  const list = parts.safeParse(given);
  if (!list.success || list.data.length > 1) throw invalidProperties([property], 'It has exactly one part.');
  const [only] = list.data;
  if (!only) return null;
  const read = await reader.read(property, { type, ...only }, null, 0);
  if (read.details.type !== type) throw invalidProperties([property], `Its type must be ${type}.`);
  return read;
}

const multipart = (type: string, children: BlueprintPart[]): BlueprintPart => ({ kind: 'multipart', details: details(type), children });

class PartReader {
  readonly missing = new Set<string>();
  readonly #context: MethodContext;
  readonly #values: z.output<typeof bodyValues>;

  constructor(context: MethodContext, values: z.output<typeof bodyValues>) {
    this.#context = context;
    this.#values = values;
  }

  async read(property: string, given: Given, disposition: string | null, depth: number): Promise<BlueprintPart> {
    const { headers, rest, wrong } = readHeaders(given);
    const parsed = part.safeParse(rest);
    const misplaced = headers.some(({ name }) => /^content-(transfer-encoding|type)$/i.test(name));
    if (!parsed.success || wrong.length > 0 || misplaced || depth > maxDepth) throw invalidProperties([property]);
    const { data } = parsed;
    const type = (data.type ?? 'text/plain').toLowerCase();
    const about: PartDetails = {
      type,
      name: data.name ?? null,
      disposition: data.disposition?.toLowerCase() ?? disposition,
      cid: data.cid || null,
      language: data.language ?? null,
      location: data.location || null,
      headers,
    };
    if (type.startsWith('multipart/')) return this.#readMultipart(property, data, about, depth);
    if (data.subParts) throw invalidProperties([property], 'Only a multipart has subParts.');
    return this.#readLeaf(property, data, about);
  }

  async #readMultipart(property: string, data: z.output<typeof part>, about: PartDetails, depth: number): Promise<BlueprintPart> {
    if (data.partId != null || data.blobId != null) throw invalidProperties([property], 'A multipart has neither partId nor blobId.');
    const children: BlueprintPart[] = [];
    for (const child of data.subParts ?? []) children.push(await this.read(property, child, null, depth + 1));
    if (children.length === 0) throw invalidProperties([property], 'A multipart has at least one part.');
    return { kind: 'multipart', details: about, children };
  }

  async #readLeaf(property: string, data: z.output<typeof part>, about: PartDetails): Promise<BlueprintPart> {
    const { partId, blobId, charset, size } = data;
    if (partId != null && blobId == null) {
      const value = this.#values[partId];
      if (!value || charset != null || size != null)
        throw invalidProperties([property], 'A part by partId has its text in bodyValues alone.');
      return { kind: 'text', details: about, text: value.value };
    }
    if (blobId == null || partId != null) throw invalidProperties([property], 'A part has either a partId or a blobId.');
    const blob = await readNamedBlob(this.#context, blobId);
    if (!blob) this.missing.add(blobId);
    return { kind: 'blob', details: about, charset: charset ?? null, bytes: blob?.bytes ?? Buffer.alloc(0) };
  }
}
