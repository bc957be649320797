/** A sum over messages that is the same in whatever order they are counted: to compare what was there with what is here. */

/** The sum of SHA-256 values modulo 2^256, as 64 hexadecimal digits; '' is the sum of none. */
export function addDigest(sum: string, sha256: string): string {
  const total = BigInt(`0x${sum || '0'}`) + BigInt(`0x${sha256 || '0'}`);
  return BigInt.asUintN(256, total).toString(16).padStart(64, '0');
}
