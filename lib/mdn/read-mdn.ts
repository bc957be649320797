/** An MDN read from a message (RFC 8098 §3). Fields are case-insensitive; what is not understood of them is left out. */
import { readHeader, unfold } from '../message/header-fields.ts';
import { decodePart, everyPart } from '../message/parts.ts';
import type { RenderedMessage } from '../message/stored.ts';
import type { MdnDisposition } from './write-mdn.ts';

export interface ReadMdn {
  subject: string | null;
  textBody: string | null;
  includeOriginalMessage: boolean;
  reportingUA: string | null;
  disposition: MdnDisposition;
  mdnGateway: string | null;
  originalRecipient: string | null;
  finalRecipient: string | null;
  originalMessageId: string | null;
  error: string[] | null;
  extensionFields: Record<string, string> | null;
}
const known = ['reporting-ua', 'mdn-gateway', 'original-recipient', 'final-recipient', 'original-message-id', 'disposition', 'error'];

/** Null: it is no MDN. */
export function readMdn(bytes: Uint8Array, message: RenderedMessage): ReadMdn | null {
  const parts = [...everyPart(message.root)];
  const report = parts.find(({ type }) => type === 'message/disposition-notification');
  if (!report) return null;
  const content = decodePart(bytes, report).bytes;
  // RFC 8098 §3.1: groups of fields; they are read as one.
  const { fields } = readHeader(content, 0, content.length);
  const all = fields.map(({ name, raw }) => ({ name, value: unfold(raw).trim() }));
  const first = (key: string) => all.find(({ name }) => name === key)?.value ?? null;
  const disposition = dispositionOf(first('disposition') ?? '');
  if (!disposition) return null;
  const others = all.filter(({ name }) => !known.includes(name)).map(({ name, value }): [string, string] => [name, value]);
  const errors = all.filter(({ name }) => name === 'error').map(({ value }) => value);
  const text = parts.find(({ type }) => type === 'text/plain');
  const decoded = text && decodePart(bytes, text);
  return {
    subject: message.subject || null,
    textBody: decoded ? new TextDecoder(label(text.charset)).decode(decoded.bytes) : null,
    includeOriginalMessage: parts.some(({ type }) => type === 'message/rfc822' || type === 'message/global'),
    reportingUA: first('reporting-ua'),
    disposition,
    mdnGateway: first('mdn-gateway'),
    originalRecipient: first('original-recipient'),
    finalRecipient: first('final-recipient'),
    originalMessageId: first('original-message-id'),
    error: errors.length > 0 ? errors : null,
    extensionFields: others.length > 0 ? Object.fromEntries(others) : null,
  };
}

function label(charset: string | undefined): string {
  try {
    return new TextDecoder(charset ?? 'utf-8').encoding;
  } catch {
    return 'utf-8';
  }
}

/** §3.2.6: `manual-action/MDN-sent-manually; displayed/error`. The modifiers behind the type are in `error`. */
function dispositionOf(text: string): MdnDisposition | null {
  const [, action, sending, type] = /^(\S+?)\s*\/\s*(\S+?)\s*;\s*([a-z]+)/.exec(text.toLowerCase()) ?? [];
  const actionMode = (['manual-action', 'automatic-action'] as const).find((one) => one === action);
  const sendingMode = (['mdn-sent-manually', 'mdn-sent-automatically'] as const).find((one) => one === sending);
  const found = (['deleted', 'dispatched', 'displayed', 'processed'] as const).find((one) => one === type);
  return actionMode && sendingMode && found ? { actionMode, sendingMode, type: found } : null;
}
