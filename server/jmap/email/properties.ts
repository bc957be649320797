/** Which properties of an Email a call asks for (RFC 8621 §4.2), checked once for all the emails of the call. */
import { isConvenience, readHeaderProperty, type HeaderProperty } from '#lib/jmap/header-property.ts';
import { MethodError } from '../errors.ts';

export const defaultProperties = [
  ...['id', 'blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt', 'messageId', 'inReplyTo', 'references', 'sender', 'from'],
  ...['to', 'cc', 'bcc', 'replyTo', 'subject', 'sentAt', 'hasAttachment', 'preview', 'bodyValues', 'textBody', 'htmlBody', 'attachments'],
];
export const defaultParseProperties = [
  ...['messageId', 'inReplyTo', 'references', 'sender', 'from', 'to', 'cc', 'bcc', 'replyTo', 'subject', 'sentAt', 'hasAttachment'],
  ...['preview', 'bodyValues', 'textBody', 'htmlBody', 'attachments'],
];
const defaultBodyProperties = ['partId', 'blobId', 'size', 'name', 'type', 'charset', 'disposition', 'cid', 'language', 'location'];

const metadata = new Set(['id', 'blobId', 'threadId', 'mailboxIds', 'keywords', 'size', 'receivedAt', 'snoozedUntil']);
const ofMessage = ['headers', 'hasAttachment', 'preview', 'envelopeFrom', 'spam'];
const ofBody = new Set(['bodyStructure', 'bodyValues', 'textBody', 'htmlBody', 'attachments']);
const plain = new Set([...metadata, ...ofMessage, ...ofBody]);
const plainBody = new Set([...defaultBodyProperties, 'headers', 'subParts']);

export interface PropertyRequest {
  properties: string[];
  /** How much of an email they take (RFC 8621 §4.1.1 to §4.1.4). */
  width: 'metadata' | 'head' | 'body';
  /** Those of `properties` that are `header:…`. */
  headers: HeaderProperty[];
  bodyProperties: string[];
  bodyHeaders: HeaderProperty[];
  fetchText: boolean;
  fetchHtml: boolean;
  fetchAll: boolean;
  /** 0: no limit. */
  maxBodyValueBytes: number;
}

export interface PropertyArguments {
  properties?: string[] | null | undefined;
  bodyProperties?: string[] | null | undefined;
  fetchTextBodyValues?: boolean | null | undefined;
  fetchHTMLBodyValues?: boolean | null | undefined;
  fetchAllBodyValues?: boolean | null | undefined;
  maxBodyValueBytes?: number | null | undefined;
}

/** Throws invalidArguments for a property that there is not, or a header in a form that it does not have. */
export function readPropertyRequest(args: PropertyArguments, defaults: readonly string[]): PropertyRequest {
  const properties = [...new Set(args.properties ?? defaults)];
  const bodyProperties = [...new Set(args.bodyProperties ?? defaultBodyProperties)];
  return {
    properties,
    width: properties.every((name) => metadata.has(name)) ? 'metadata' : properties.some((name) => ofBody.has(name)) ? 'body' : 'head',
    headers: headersOf(properties, (name) => plain.has(name) || isConvenience(name), 'properties'),
    bodyProperties,
    bodyHeaders: headersOf(bodyProperties, (name) => plainBody.has(name), 'bodyProperties'),
    fetchText: args.fetchTextBodyValues ?? false,
    fetchHtml: args.fetchHTMLBodyValues ?? false,
    fetchAll: args.fetchAllBodyValues ?? false,
    maxBodyValueBytes: args.maxBodyValueBytes ?? 0,
  };
}

function headersOf(names: readonly string[], isPlain: (name: string) => boolean, argument: string): HeaderProperty[] {
  return names
    .filter((name) => !isPlain(name))
    .map((name) => {
      const header = readHeaderProperty(name);
      if (!header) throw new MethodError('invalidArguments', `${argument}: there is no "${name}".`);
      return header;
    });
}
