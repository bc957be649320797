import type { CryptoKey } from '#lib/crypto/crypto-key.ts';

/** Grouped by four, as people compare it. */
export const fingerprintOf = (key: Pick<CryptoKey, 'id'>) =>
  key.id
    .slice(key.id.indexOf('-') + 1)
    .toUpperCase()
    .replaceAll(/(.{4})(?=.)/g, '$1 ');
