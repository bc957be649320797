/**
 * DKIM signatures on what leaves (RFC 6376; docs/adr/dkim-signatures.md says why they are our own). A message is first made what every server
 * takes (§5.3): a relay that must convert it later would break them. The body is looked at once for all keys, and the signatures are made
 * beside the thread that serves everybody.
 */
import { isAscii } from 'node:buffer';
import { createHash, sign as signWith, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { coveredFields, dkimField, signedText, unsignedValue } from '#lib/mailauth/dkim-field.ts';
import { relaxedBody } from '#lib/mailauth/relaxed.ts';
import { firstField, readHeader, type HeaderField } from '#lib/message/header-fields.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { renderMessage } from '#lib/message/render.ts';
import { normaliseLineEnds } from '#lib/smtp/data-reader.ts';
import { hasLongLine, toEveryServer } from '#lib/smtp/seven-bit.ts';
import { domainOf } from '#lib/smtp/path.ts';
import type { Signature } from '#lib/timeline/signing.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { signingKeys, type SigningKey } from './dkim-keys.ts';

const inThePool: (algorithm: string | null, data: Buffer, key: KeyObject) => Promise<Buffer> = promisify(signWith);

export interface SignedMessage {
  message: Buffer;
  /** In the order of the header. */
  signatures: Signature[];
}

export const signMessage = async (message: Buffer): Promise<Buffer> => (await signAndTell(message)).message;

/** The message with a signature for each key of its author's domain, or of its sender's; as it is when neither is ours. */
export async function signAndTell(given: Buffer): Promise<SignedMessage> {
  const message = withWholeHeader(given);
  const header = headerOf(message);
  const { fields } = header;
  const author = domainIn(fields, 'from');
  const own = author === null ? [] : await signingKeys(author);
  // A mailing list sends what others have written: it signs as the sender (RFC 8058 §3.1 asks for it), and leaves the body as it came,
  // so that the author's own signature still holds.
  const sender = own.length > 0 ? null : domainIn(fields, 'sender');
  const keys = sender === null ? own : await signingKeys(sender);
  if (keys.length === 0) return { message: given, signatures: [] };
  if (sender !== null || (isAscii(message) && !hasLongLine(message))) return signed(message, header, keys);
  const plain = Buffer.from(toEveryServer(message, renderMessage(message).root));
  return signed(plain, headerOf(plain), keys);
}

async function signed(message: Buffer, { fields: present, bodyOffset }: Header, keys: SigningKey[]): Promise<SignedMessage> {
  const covered = coveredFields(present);
  const body = normaliseLineEnds(message.subarray(bodyOffset));
  const canonical = relaxedBody(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'));
  const bodyHash = createHash('sha256').update(canonical, 'latin1').digest('base64');
  const at = new Date();
  const made = await Promise.all(
    keys.map(async ({ domain, selector, algorithm, key }) => {
      try {
        const value = unsignedValue({ algorithm, domain, selector, bodyHash, at }, covered);
        const text = Buffer.from(signedText(covered, value), 'latin1');
        // RFC 8463 §3: Ed25519 signs the hash, RSA (RFC 8017) hashes by itself.
        const isRsa = algorithm === 'rsa-sha256';
        const signature = await inThePool(isRsa ? 'sha256' : null, isRsa ? text : createHash('sha256').update(text).digest(), key);
        return { field: dkimField(value, signature.toString('base64')), signature: { algorithm, domain, selector } };
      } catch (error) {
        log.error('dkim: not signed', { domain, selector, reason: reasonOf(error) }); // unsigned mail is better than none
        return null;
      }
    }),
  );
  const done = made.filter((one) => one !== null);
  const fields = done.map(({ field }) => field).join('');
  return { message: Buffer.concat([Buffer.from(fields), message]), signatures: done.map(({ signature }) => signature) };
}

interface Header {
  fields: HeaderField[];
  /** Of the last field, when there is nothing else. */
  headerEnd: number;
  bodyOffset: number;
}

/** RFC 5322 §2.1: up to the first empty line, whatever stands before it. */
function headerOf(message: Buffer): Header {
  const empty = message.indexOf('\r\n\r\n');
  const bodyOffset = empty < 0 ? message.length : empty + 4;
  return { fields: readHeader(message, 0, bodyOffset).fields, headerEnd: empty < 0 ? message.length : empty + 2, bodyOffset };
}

/**
 * A line that is no field ends the header for some servers, goes on with the field above for others, and is refused by the next (RFC 5322
 * §2.2): what is signed has none. The body begins there, as whoever left out the empty line meant it, if the author stands above.
 */
function withWholeHeader(message: Buffer): Buffer {
  const { fields, headerEnd } = headerOf(message);
  const last = fields.findIndex(({ end }, index) => end !== (fields[index + 1]?.start ?? end));
  const above = last < 0 ? fields : fields.slice(0, last + 1);
  const end = above.at(-1)?.end ?? 0;
  if (end === headerEnd || !above.some(({ name }) => name === 'from')) return message;
  return Buffer.concat([message.subarray(0, end), Buffer.from('\r\n'), message.subarray(end)]);
}

/** Of the first address in that field; null where there is none. */
function domainIn(fields: readonly HeaderField[], field: 'from' | 'sender'): string | null {
  const email = toStoredAddresses(readAddressList(firstField(fields, field) ?? '')).find((address) => address.email.includes('@'))?.email;
  return email === undefined ? null : domainOf(email);
}
