import { expect, test } from 'vitest';
import { readAuthentication } from './authentication.ts';

const host = 'mx.crepes.fr';
const read = (...fields: string[]) => readAuthentication(fields, host);

test('verified, failed, or neither', () => {
  expect(read('mx.crepes.fr; spf=pass smtp.mailfrom=a.example; dkim=pass header.d=a.example; dmarc=pass header.from=a.example')).toEqual({
    verdict: 'verified',
    isAligned: true,
    methods: [
      { method: 'spf', result: 'pass', detail: 'smtp.mailfrom=a.example' },
      { method: 'dkim', result: 'pass', detail: 'header.d=a.example' },
      { method: 'dmarc', result: 'pass', detail: 'header.from=a.example' },
    ],
  });
  expect(read('mx.crepes.fr; dmarc=fail (p=reject; it is forged) header.from=bank.example')?.verdict).toBe('failed');
  expect(read('mx.crepes.fr; spf=pass smtp.mailfrom=a.example; dmarc=none')).toMatchObject({ verdict: 'unverified', isAligned: false });
});

test('only our own word counts', () => {
  expect(read('mx.evil.example; dmarc=pass')).toBeNull();
  expect(read('mx.evil.example; dmarc=pass', 'MX.crepes.fr 1; dmarc=fail')?.verdict).toBe('failed');
  expect(read('(mx.crepes.fr; dmarc=pass) mx.evil.example; dmarc=pass')).toBeNull();
  expect(read('mx.evil.example; x="; mx.crepes.fr; dmarc=pass"')).toBeNull();
  expect(readAuthentication(['; dmarc=pass'], '')).toBeNull();
  expect(readAuthentication(undefined, host)).toBeNull();
  expect(read('mx.crepes.fr; none')).toBeNull();
});
