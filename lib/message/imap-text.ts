/** ENVELOPE, BODY and BODYSTRUCTURE as IMAP writes them (RFC 3501 §7.4.2, RFC 9051 §7.5.2): 7-bit, quoted strings, no literals. */
import { readAddressList } from './addresses.ts';
import { encodeWords } from './encoded-word.ts';
import { allFields, firstField, type HeaderField } from './header-fields.ts';
import type { ParsedPart } from './mime-tree.ts';
import { decodeUnlabelled } from './octets.ts';

/** (date subject from sender reply-to to cc bcc in-reply-to message-id) */
export function envelopeText(fields: readonly HeaderField[]): string {
  const from = addressesText(fields, 'from');
  const orFrom = (name: string) => {
    const own = addressesText(fields, name);
    return own === 'NIL' ? from : own; // RFC 3501 §7.4.2: absent or empty, the server sets them to From
  };
  const texts = ['date', 'subject'].map((name) => nstring(firstField(fields, name)));
  const lists = [from, orFrom('sender'), orFrom('reply-to'), ...['to', 'cc', 'bcc'].map((name) => addressesText(fields, name))];
  const ids = ['in-reply-to', 'message-id'].map((name) => nstring(firstField(fields, name)));
  return `(${[...texts, ...lists, ...ids].join(' ')})`;
}

function addressesText(fields: readonly HeaderField[], name: string): string {
  // Recipients are sometimes spread over several fields; of the senders the first one counts, as it does everywhere else here.
  const values = ['to', 'cc', 'bcc'].includes(name) ? allFields(fields, name) : [firstField(fields, name)];
  const written = values.filter((value) => value !== undefined);
  if (written.length === 0) return 'NIL';
  const items = written.flatMap(readAddressList).map((item) => {
    if (item.kind === 'group') return `(NIL NIL ${nstring(item.rawName)} NIL)`;
    if (item.kind === 'groupEnd') return '(NIL NIL NIL NIL)';
    const at = item.email.lastIndexOf('@');
    const [local, host] = at < 0 ? [item.email, ''] : [item.email.slice(0, at), item.email.slice(at + 1)];
    // RFC 9051 §7.5.2: the local part after removing its quoting.
    const bare = /^"(.*)"$/s.exec(local)?.[1]?.replaceAll(/\\(.)/gs, '$1') ?? local;
    return `(${nstring(item.rawName ?? undefined)} NIL ${quoted(bare)} ${quoted(host)})`;
  });
  return items.length === 0 ? 'NIL' : `(${items.join('')})`;
}

const closedMessage = ['(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)', '("TEXT" "PLAIN" NIL NIL NIL "7BIT" 0 0)'];

export function bodyText(part: ParsedPart, extended: boolean): string {
  const [type = '', subtype = ''] = part.type.toUpperCase().split('/');
  if (part.children) {
    const children = part.children.map((child) => bodyText(child, extended)).join('');
    const extension = extended ? ` ${parametersText(part.params)}${extensionText(part)}` : '';
    return `(${children} ${quoted(subtype)}${extension})`;
  }
  const fields = [
    quoted(type),
    quoted(subtype),
    parametersText(part.params),
    nstring(firstField(part.fields, 'content-id')),
    nstring(firstField(part.fields, 'content-description')),
    quoted(part.encoding.toUpperCase()),
    String(part.bodyLength),
  ];
  if (part.message) fields.push(envelopeText(part.message.root.fields), bodyText(part.message.root, extended), String(part.lines));
  // RFC 9051 §9 wants an envelope and a body here, though base64 (RFC 2046 §5.2.1 forbids it) or its depth kept this one closed.
  else if (part.type === 'message/rfc822') fields.push(...closedMessage, String(part.lines));
  else if (type === 'TEXT') fields.push(String(part.lines));
  const md5 = extended ? ` ${nstring(firstField(part.fields, 'content-md5'))}` : '';
  return `(${fields.join(' ')}${md5}${extended ? extensionText(part) : ''})`;
}

/** Disposition, language, location. */
function extensionText(part: ParsedPart): string {
  const disposition = part.disposition ? `(${quoted(part.disposition)} ${parametersText(part.dispositionParams)})` : 'NIL';
  const [only] = part.language ?? [];
  const language = !only ? 'NIL' : part.language?.length === 1 ? quoted(only) : `(${part.language?.map(quoted).join(' ')})`;
  return ` ${disposition} ${language} ${nstring(part.location)}`;
}

function parametersText(params: Record<string, string> | undefined): string {
  const pairs = Object.entries(params ?? {});
  return pairs.length === 0 ? 'NIL' : `(${pairs.map(([name, value]) => `${quoted(name)} ${quoted(value)}`).join(' ')})`;
}

export const nstring = (text: string | undefined) => (text === undefined ? 'NIL' : quoted(text));

/** One character per octet in; 8-bit text becomes encoded words, as ENVELOPE is ASCII without UTF8=ACCEPT. */
export function quoted(binary: string): string {
  const ascii = /[\u0080-\uffff]/.test(binary) ? encodeWords(decodeUnlabelled(binary)) : binary;
  return `"${ascii.replaceAll(/[\r\n\0]/g, ' ').replaceAll(/["\\]/g, '\\$&')}"`;
}
