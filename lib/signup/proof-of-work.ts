/** A proof of work: some seconds of a browser, instead of a foreign captcha. The hash of `challenge:nonce` begins with so many zero bits. */

export function leadingZeroBits(hash: Uint8Array): number {
  let bits = 0;
  for (const byte of hash) {
    if (byte !== 0) return bits + Math.clz32(byte) - 24;
    bits += 8;
  }
  return bits;
}

export const proofText = (challenge: string, nonce: number): string => `${challenge}:${nonce}`;
