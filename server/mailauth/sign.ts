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

/** The message with a signature for each key of its author's domain; as it is when that domain is not ours. */
export async function signMessage(message: Buffer): Promise<Buffer> {
  const author = authorDomain(message);
  const keys = author === null ? [] : await signingKeys(author);
  if (keys.length === 0) return message;
  const bytes = Buffer.from(toSevenBit(message, renderMessage(message).root));
  const signatureData = keys.map(({ domain, selector, algorithm, privateKey }): DKIMSignOptions => {
    return { signingDomain: domain, selector, algorithm, privateKey, canonicalization: 'relaxed/relaxed' };
  });
  const first = signatureData[0];
  if (!first) return message;
  const { signatures, errors } = await dkimSign(bytes, { ...first, signatureData });
  for (const { err, selector } of errors) log.error('dkim: not signed', { domain: author, selector: selector ?? '', reason: err.message });
  return Buffer.concat([Buffer.from(signatures), bytes]);
}

/** Of the first author; null where there is none. */
function authorDomain(message: Uint8Array): string | null {
  const from = firstField(readHeader(message, 0, message.length).fields, 'from');
  const email = toStoredAddresses(readAddressList(from ?? '')).find((address) => address.email.includes('@'))?.email;
  return email === undefined ? null : domainOf(email);
}
