/** Properties of the form `header:{name}[:as{Form}][:all]` (RFC 8621 §4.1.3), and which forms a header field may be read or set in (§4.1.2). */
export const headerForms = ['Raw', 'Text', 'Addresses', 'GroupedAddresses', 'MessageIds', 'Date', 'URLs'] as const;
export type HeaderForm = (typeof headerForms)[number];

export interface HeaderProperty {
  /** As it was written in the request. */
  property: string;
  /** Lower-case field name. */
  field: string;
  /** As written. */
  name: string;
  form: HeaderForm;
  all: boolean;
}

/** Undefined for what is no such property, or asks for a form that the field does not have. */
export function readHeaderProperty(property: string): HeaderProperty | undefined {
  const match = /^header:([\x21-\x39\x3b-\x7e]+)(?::as([A-Za-z]+))?(:all)?$/.exec(property);
  const name = match?.[1];
  if (!match || !name) return undefined;
  const form = match[2] === undefined ? 'Raw' : headerForms.find((known) => known === match[2]);
  const field = name.toLowerCase();
  if (!form || !mayHaveForm(field, form)) return undefined;
  return { property, field, name, form, all: match[3] !== undefined };
}

/** Fields of RFC 5322 and RFC 2369 and the one family of forms each has; other fields may be read in every form. */
const formsOf: Record<string, readonly HeaderForm[]> = Object.fromEntries([
  ...['subject', 'comments', 'keywords'].map((field) => [field, ['Text']]),
  ...[
    ...['from', 'sender', 'reply-to', 'to', 'cc', 'bcc'],
    ...['resent-from', 'resent-sender', 'resent-reply-to', 'resent-to', 'resent-cc', 'resent-bcc'],
  ].map((field) => [field, ['Addresses', 'GroupedAddresses']]),
  ...['message-id', 'in-reply-to', 'references', 'resent-message-id'].map((field) => [field, ['MessageIds']]),
  ...['date', 'resent-date'].map((field) => [field, ['Date']]),
  ...['list-help', 'list-unsubscribe', 'list-subscribe', 'list-post', 'list-owner', 'list-archive'].map((field) => [field, ['URLs']]),
  ...['return-path', 'received'].map((field) => [field, []]),
]) as Record<string, readonly HeaderForm[]>;

export function mayHaveForm(field: string, form: HeaderForm): boolean {
  if (form === 'Raw' || !Object.hasOwn(formsOf, field)) return true;
  return formsOf[field]?.includes(form) ?? true;
}

/** The convenience properties and what they stand for (RFC 8621 §4.1.3). */
export const convenience = {
  messageId: 'header:Message-ID:asMessageIds',
  inReplyTo: 'header:In-Reply-To:asMessageIds',
  references: 'header:References:asMessageIds',
  sender: 'header:Sender:asAddresses',
  from: 'header:From:asAddresses',
  to: 'header:To:asAddresses',
  cc: 'header:Cc:asAddresses',
  bcc: 'header:Bcc:asAddresses',
  replyTo: 'header:Reply-To:asAddresses',
  subject: 'header:Subject:asText',
  sentAt: 'header:Date:asDate',
} as const;
export type ConvenienceProperty = keyof typeof convenience;
export const isConvenience = (property: string): property is ConvenienceProperty => Object.hasOwn(convenience, property);
