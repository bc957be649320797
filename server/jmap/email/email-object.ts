/** The properties of an Email that come from its message: everything but its metadata (RFC 8621 §4.1.1). */
import { bodyLists } from '#lib/jmap/body-lists.ts';
import type { EmailAddress, EmailBodyValue } from '#lib/jmap/types.ts';
import { readSpamField, type SpamVerdict } from '#lib/spam/reasons.ts';
import type { ConvenienceProperty } from '#lib/jmap/header-property.ts';
import type { StoredAddress, StoredHeaders, StoredPart } from '#lib/message/stored.ts';
import { isMultipart, toBodyPart } from './body-part.ts';
import { bodyValue } from './body-values.ts';
import type { EmailSource, HeadSource } from './email-source.ts';
import { headerForm, readFields } from './header-forms.ts';
import type { PropertyRequest } from './properties.ts';

export async function headProperties(source: HeadSource, request: PropertyRequest): Promise<Record<string, unknown>> {
  const { message } = source;
  const wanted = new Set(request.properties);
  const object: Record<string, unknown> = {};
  for (const [property, read] of Object.entries(fromHeaders)) if (wanted.has(property)) object[property] = read(message.headers);
  if (wanted.has('subject')) object.subject = message.subject || null;
  if (wanted.has('hasAttachment')) object.hasAttachment = message.hasAttachment;
  if (wanted.has('preview')) object.preview = message.preview;
  if (request.headers.length > 0 || wanted.has('headers')) {
    const fields = readFields(await source.read(0, message.headerSize));
    if (wanted.has('headers')) object.headers = fields.map(({ name, value }) => ({ name, value }));
    for (const header of request.headers) object[header.property] = headerForm(fields, header);
  }
  if (wanted.has('spam')) object.spam = await spamVerdict(source);
  return object;
}

export async function bodyProperties(source: EmailSource, request: PropertyRequest): Promise<Record<string, unknown>> {
  if (request.width !== 'body') return {};
  const wanted = new Set(request.properties);
  const object: Record<string, unknown> = {};
  const { root } = source.message;
  const lists = bodyLists<StoredPart>(root);
  if (wanted.has('bodyStructure')) object.bodyStructure = await toBodyPart(source, root, request, true);
  for (const list of ['textBody', 'htmlBody', 'attachments'] as const)
    if (wanted.has(list)) object[list] = await Promise.all(lists[list].map((part) => toBodyPart(source, part, request, false)));
  if (wanted.has('bodyValues')) object.bodyValues = await bodyValues(source, request, lists);
  return object;
}

async function bodyValues(source: EmailSource, request: PropertyRequest, lists: ReturnType<typeof bodyLists<StoredPart>>) {
  const parts = new Map<string, StoredPart>();
  const add = (part: StoredPart) => part.type.startsWith('text/') && parts.set(part.id, part);
  if (request.fetchText) lists.textBody.forEach(add);
  if (request.fetchHtml) lists.htmlBody.forEach(add);
  if (request.fetchAll) leaves(source.message.root).forEach(add);
  const values: Record<string, EmailBodyValue> = {};
  for (const [id, part] of parts) values[id] = await bodyValue(source, part, request.maxBodyValueBytes);
  return values;
}

function leaves(part: StoredPart): StoredPart[] {
  return isMultipart(part) ? (part.children ?? []).flatMap(leaves) : [part];
}

/** Ours (urn:posthorn:junk): what the filter wrote into the trace lines when it came; null for what it has not judged. */
async function spamVerdict(source: HeadSource): Promise<SpamVerdict | null> {
  const fields = readFields(await source.read(0, source.message.headerSize));
  const field = fields.find(({ name }) => name.toLowerCase() === 'x-posthorn-spam');
  return field ? readSpamField(field.value) : null;
}

const addresses = (list: StoredAddress[] | undefined): EmailAddress[] | null => list?.map(({ name, email }) => ({ name, email })) ?? null;

/** From what the store keeps of the header, so that a list of messages reads no message. */
const fromHeaders: Record<Exclude<ConvenienceProperty, 'subject'> | 'envelopeFrom', (headers: StoredHeaders) => unknown> = {
  messageId: ({ messageId }) => messageId ?? null,
  inReplyTo: ({ inReplyTo }) => inReplyTo ?? null,
  references: ({ references }) => references ?? null,
  sender: ({ sender }) => addresses(sender),
  from: ({ from }) => addresses(from),
  to: ({ to }) => addresses(to),
  cc: ({ cc }) => addresses(cc),
  bcc: ({ bcc }) => addresses(bcc),
  replyTo: ({ replyTo }) => addresses(replyTo),
  sentAt: ({ date }) => date ?? null,
  envelopeFrom: ({ envelopeFrom }) => envelopeFrom ?? null,
};
