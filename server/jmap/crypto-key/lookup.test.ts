import { expect, test } from 'vitest';
import { webKeyAddresses, zBase32 } from './lookup.ts';

test('the addresses of the draft’s own example', () => {
  expect(webKeyAddresses('Joe.Doe@Example.ORG')).toEqual([
    'https://openpgpkey.example.org/.well-known/openpgpkey/example.org/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe',
    'https://example.org/.well-known/openpgpkey/hu/iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe',
  ]);
});

test.each(['', '@x.test', 'a@localhost', 'a@[127.0.0.1]', 'a@x.test/../y', 'a@x.test:8080'])('%s has none', (email) =>
  expect(webKeyAddresses(email)).toBeNull(),
);

test('z-base-32', () => {
  expect(zBase32(Uint8Array.from([0xf0, 0xbf, 0xc7]))).toBe('6n9hq');
  expect(zBase32(Uint8Array.from([0xd4, 0x7a, 0x04]))).toBe('4t7ye');
});
