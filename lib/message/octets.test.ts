import { expect, test } from 'vitest';
import { binaryString, bytesOf } from './octets.ts';

const all = Uint8Array.from({ length: 256 }, (_, octet) => octet);

test('each octet is one character of the same number, in short and in long', () => {
  const codes = (text: string) => [...text].map((char) => char.codePointAt(0));
  for (const octet of all) {
    expect(codes(binaryString(Uint8Array.of(octet)))).toEqual([octet]);
    expect(codes(binaryString(new Uint8Array(40).fill(octet)))).toEqual(Array.from({ length: 40 }, () => octet));
  }
  const long = Uint8Array.from({ length: 100_000 }, (_, at) => at % 256);
  expect(bytesOf(binaryString(long))).toEqual(long);
});

test('a range ends where the octets end', () => {
  expect(binaryString(all, 65, 91)).toBe('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  expect(binaryString(all, 254, 1000)).toBe('\u00fe\u00ff');
  expect(binaryString(all, 9, 9)).toBe('');
});
