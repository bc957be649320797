import { expect, test } from 'vitest';
import { readSignatures, withSigning, writeSignatures } from './signing.ts';

const ed25519 = { algorithm: 'ed25519-sha256', domain: 'crepes.fr', selector: 'ph1e' };
const rsa = { algorithm: 'rsa-sha256', domain: 'crepes.fr', selector: 'ph1r' };

test('signatures are read as they were written', () => {
  expect(writeSignatures([ed25519, rsa])).toBe('a=ed25519-sha256 d=crepes.fr s=ph1e; a=rsa-sha256 d=crepes.fr s=ph1r');
  expect(readSignatures(writeSignatures([ed25519, rsa]))).toEqual([ed25519, rsa]);
  expect(readSignatures('')).toEqual([]);
  expect(readSignatures('something else')).toEqual([]);
});

test('a step before the first attempt tells them, and another when keys have changed', () => {
  const at = new Date(0);
  const step = (key: number, type: string, detail: Record<string, string> = {}) => ({ key, at, type, detail });
  const [first, then] = [writeSignatures([ed25519]), writeSignatures([rsa])];
  const steps = [
    step(1, 'queued'),
    step(2, 'deferred', { signed: first }),
    step(3, 'deferred', { signed: first }),
    step(4, 'sent', { signed: then }),
  ];
  expect(withSigning(steps).map(({ type, detail }) => [type, detail.signed])).toEqual([
    ['queued', undefined],
    ['signed', first],
    ['deferred', first],
    ['deferred', first],
    ['signed', then],
    ['sent', then],
  ]);
  expect(withSigning([step(1, 'sent')])).toHaveLength(1); // forwarded: nobody of ours signs it
});
