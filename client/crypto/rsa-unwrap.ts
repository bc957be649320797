/**
 * RSAES-PKCS1-v1_5 (RFC 8017 §7.2.2), which most S/MIME programs still wrap keys with and Web Crypto leaves out. It runs in the reader's own
 * browser on a message that was fetched before: nobody is there to time it or to ask it often.
 */
export async function unwrapPkcs1(wrapped: Uint8Array, pkcs8: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'RSA-OAEP', hash: 'SHA-256' }, true, ['decrypt']);
  const { n = '', d = '' } = await crypto.subtle.exportKey('jwk', key);
  const modulus = numberOf(fromBase64Url(n));
  const length = fromBase64Url(n).length;
  const padded = octetsOf(power(numberOf(wrapped), numberOf(fromBase64Url(d)), modulus), length);
  const zero = padded.indexOf(0, 2);
  if (padded[0] !== 0 || padded[1] !== 2 || zero < 10) return null;
  return padded.slice(zero + 1);
}

const fromBase64Url = (text: string) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));

const numberOf = (bytes: Uint8Array) => BigInt(`0x${[...bytes].map((octet) => octet.toString(16).padStart(2, '0')).join('') || '0'}`);

function octetsOf(value: bigint, length: number): Uint8Array<ArrayBuffer> {
  const hex = value.toString(16).padStart(length * 2, '0');
  return Uint8Array.from({ length }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
