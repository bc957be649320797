/** What a message from elsewhere gets when it is sent on: a seal over the verdicts (ARC, RFC 8617 §5.1) and a return path of ours (SRS). */
import { sealMessage } from 'mailauth';
import { readReturnPath, rewriteSender } from '#lib/mailauth/srs.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { listDomains } from '#server/store/index.ts';
import { signingKeys } from './dkim-keys.ts';
import { keyedHash } from './secret-box.ts';

export interface Forwarding {
  /** Of the message as it came; null when it was not judged. */
  auth: AuthVerdict | null;
  mailFrom: string;
  /** Trace lines in front, and the message behind them, as they will leave. */
  prefix: Buffer;
  message: Uint8Array;
  /** The domain of ours that sends it on. */
  domain: string;
}

export async function prepareForward({
  auth,
  mailFrom,
  prefix,
  message,
  domain,
}: Forwarding): Promise<{ mailFrom: string; prefix: Buffer }> {
  const seal = auth ? await sealFor(auth, Buffer.concat([prefix, message]), domain) : Buffer.alloc(0);
  return { mailFrom: await returnPathFor(mailFrom, domain), prefix: Buffer.concat([seal, prefix]) };
}

/** ARC-Seal, ARC-Message-Signature, ARC-Authentication-Results; nothing without a key, or where the chain was broken before. */
async function sealFor({ arc, results }: AuthVerdict, whole: Buffer, domain: string): Promise<Buffer> {
  const key = (await signingKeys(domain)).find(({ algorithm }) => algorithm === 'rsa-sha256');
  if (!key || results === '' || !['none', 'pass', 'fail'].includes(arc.result)) return Buffer.alloc(0);
  const { selector, privateKey } = key;
  return sealMessage(whole, { signingDomain: key.domain, selector, privateKey, authResults: results, cv: arc.result });
}

/** The null sender stays, and so does a sender of ours: our SPF speaks for it. */
async function returnPathFor(mailFrom: string, domain: string): Promise<string> {
  if (mailFrom === '') return mailFrom;
  const own = (await listDomains()).map(({ name }) => name);
  if (own.includes(domainOf(mailFrom))) return mailFrom;
  return rewriteSender(mailFrom, { domain, day: today(), hash }) ?? mailFrom;
}

/** Where mail to a return path that we made goes: null when the address is none, or is forged or too old. */
export function originalSender(address: string): string | null {
  const found = readReturnPath(address.slice(0, address.lastIndexOf('@')), { day: today(), hash });
  return found.kind === 'address' ? found.address : null;
}

export const isReturnPath = (address: string): boolean => /^SRS[01][=+-]/i.test(address);

const today = () => Math.floor(Date.now() / 86_400_000);
// 40 bits: enough where each guess is a message that is refused.
const hash = (text: string) =>
  BigInt(`0x${keyedHash(text, 'srs').toString('hex', 0, 5)}`)
    .toString(36)
    .padStart(8, '0');
