/** The challenge of the proof of work: signed, so that nothing has to be remembered, and good for ten minutes. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { leadingZeroBits, proofText } from '#lib/signup/proof-of-work.ts';
import { keyedHash } from '#server/mailauth/secret-box.ts';

/** Two or three seconds of a browser. */
export const difficulty = 16;
const goodForMs = 10 * 60_000;
const purpose = 'sign-up';

export function makeChallenge(now = Date.now()): string {
  const body = `${now.toString(36)}.${randomBytes(12).toString('base64url')}`;
  return `${body}.${keyedHash(body, purpose).toString('base64url')}`;
}

/** The hash that counts once; null for what is not ours, is too old, or does not prove enough. */
export function checkProof(challenge: string, nonce: number, now = Date.now()): Buffer | null {
  const at = challenge.lastIndexOf('.');
  const body = challenge.slice(0, at);
  const [expected, given] = [keyedHash(body, purpose), Buffer.from(challenge.slice(at + 1), 'base64url')];
  if (at < 1 || given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  const age = now - Number.parseInt(body, 36);
  if (!(age >= 0 && age < goodForMs) || !Number.isSafeInteger(nonce)) return null;
  const hash = createHash('sha256').update(proofText(challenge, nonce)).digest();
  return leadingZeroBits(hash) >= difficulty ? createHash('sha256').update(challenge).digest() : null;
}
