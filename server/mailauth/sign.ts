/**
 * DKIM signatures on what leaves (RFC 6376). A message is made 7-bit first (§5.3): a relay that must convert it later would break them.
 */
import { dkimSign, type DKIMSignOptions } from 'mailauth';
import { firstField, readHeader } from '#lib/message/header-fields.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { renderMessage } from '#lib/message/render.ts';
import { toSevenBit } from '#lib/smtp/seven-bit.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { log } from '#server/log/log.ts';
import { signingKeys } from './dkim-keys.ts';

/** The message with a signature for each key of its author's domain, or of its sender's; as it is when neither is ours. */
export async function signMessage(message: Buffer): Promise<Buffer> {
  const author = domainIn(message, 'from');
  const own = author === null ? [] : await signingKeys(author);
  // A mailing list sends what others have written: it signs as the sender (RFC 8058 §3.1 asks for it), and leaves the body as it came,
  // so that the author's own signature still holds.
  const sender = own.length > 0 ? null : domainIn(message, 'sender');
  const keys = sender === null ? own : await signingKeys(sender);
  if (keys.length === 0) return message;
  const bytes = sender === null ? Buffer.from(toSevenBit(message, renderMessage(message).root)) : message;
  const signatureData = keys.map(({ domain, selector, algorithm, privateKey }): DKIMSignOptions => {
    return { signingDomain: domain, selector, algorithm, privateKey, canonicalization: 'relaxed/relaxed' };
  });
  const first = signatureData[0];
  if (!first) return message;
  const { signatures, errors } = await dkimSign(bytes, { ...first, signatureData });
  for (const { err, selector } of errors) log.error('dkim: not signed', { domain: author, selector: selector ?? '', reason: err.message });
  return Buffer.concat([Buffer.from(signatures), bytes]);
}

/** Of the first address in that field; null where there is none. */
function domainIn(message: Uint8Array, field: 'from' | 'sender'): string | null {
  const value = firstField(readHeader(message, 0, message.length).fields, field);
  const email = toStoredAddresses(readAddressList(value ?? '')).find((address) => address.email.includes('@'))?.email;
  return email === undefined ? null : domainOf(email);
}
