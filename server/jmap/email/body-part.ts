/** EmailBodyPart objects (RFC 8621 §4.1.4) from the stored structure. */
import type { HeaderProperty } from '#lib/jmap/header-property.ts';
import type { StoredPart } from '#lib/message/stored.ts';
import type { EmailSource } from './email-source.ts';
import { headerForm, readFields, type HeaderField } from './header-forms.ts';

export const isMultipart = (part: StoredPart): boolean => part.type.startsWith('multipart/');

export interface PartRequest {
  bodyProperties: string[];
  bodyHeaders: HeaderProperty[];
}

/** `deep`: with the parts below, as in bodyStructure. */
export async function toBodyPart(source: EmailSource, part: StoredPart, request: PartRequest, deep: boolean): Promise<object> {
  const { bodyProperties, bodyHeaders } = request;
  const wanted = new Set(bodyProperties);
  const object: Record<string, unknown> = {};
  for (const property of Object.keys(simple)) if (wanted.has(property)) object[property] = simple[property]?.(source, part);
  if (bodyHeaders.length > 0 || wanted.has('headers')) {
    const fields = await fieldsOf(source, part);
    if (wanted.has('headers')) object.headers = fields.map(({ name, value }) => ({ name, value }));
    for (const header of bodyHeaders) object[header.property] = headerForm(fields, header);
  }
  if (deep && isMultipart(part))
    object.subParts = await Promise.all((part.children ?? []).map((child) => toBodyPart(source, child, request, true)));
  else if (wanted.has('subParts')) object.subParts = null;
  return object;
}

function fieldsOf(source: EmailSource, part: StoredPart): Promise<HeaderField[]> {
  return source.read(part.headerOffset, part.bodyOffset).then(readFields);
}

/** Properties that need no look at the message. */
const simple: Record<string, (source: EmailSource, part: StoredPart) => unknown> = {
  partId: (_source, part) => (isMultipart(part) ? null : part.id),
  blobId: (source, part) => (isMultipart(part) ? null : source.blobId(part.id)),
  size: (_source, part) => part.decodedSize,
  name: (_source, part) => part.name ?? null,
  type: (_source, part) => part.type,
  // RFC 2046 §4.1.2: the implicit charset of text.
  charset: (_source, part) => part.charset ?? (part.type.startsWith('text/') ? 'us-ascii' : null),
  disposition: (_source, part) => part.disposition ?? null,
  cid: (_source, part) => part.cid ?? null,
  language: (_source, part) => part.language ?? null,
  location: (_source, part) => part.location ?? null,
};
