import { expect, test } from 'vitest';
import { DataReader, normaliseLineEnds } from './data-reader.ts';
import { encode } from './octets.ts';

const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

/** Feeds `wire` in pieces of `size`; what is left after the end, or null. */
function read(wire: string, size = wire.length) {
  const reader = new DataReader(1_000_000);
  const bytes = encode(wire);
  for (let at = 0; at < bytes.length; at += size) {
    const rest = reader.feed(bytes.subarray(at, at + size));
    if (rest) return { reader, text: decode(reader.message()), rest: decode(rest) + decode(bytes.subarray(at + size)) };
  }
  return { reader, text: null, rest: null };
}

const cases: [wire: string, text: string | null, rest: string | null][] = [
  ['.\r\n', '', ''],
  ['a\r\n.\r\nQUIT\r\n', 'a\r\n', 'QUIT\r\n'],
  ['..\r\n...\r\n.x\r\n.\r\n', '.\r\n..\r\nx\r\n', ''],
  ['a\r\n\r\n.\r\n', 'a\r\n\r\n', ''],
  ['a\n.\nb\r\n.\r\n', 'a\n.\nb\r\n', ''],
  ['a\n.\r\nb\r\n.\r\n', 'a\n.\r\nb\r\n', ''],
  ['a\r\n.\nb\r\n.\r\n', 'a\r\n\nb\r\n', ''],
  ['a\r.\rb\r\n.\r\n', 'a\r.\rb\r\n', ''],
  ['a\r.\r\nb\r\n.\r\n', 'a\r.\r\nb\r\n', ''],
  ['a\r\n.\rb\r\n.\r\n', 'a\r\n\rb\r\n', ''],
  ['a\r\n.\r\r\nb\r\n.\r\n', 'a\r\n\r\r\nb\r\n', ''],
  ['a\r\r\n.\r\n', 'a\r\r\n', ''],
  ['a\r\n.\r\n.\r\n', 'a\r\n', '.\r\n'],
  ['a\r\n.\r', null, null],
  ['a.\r\n', null, null],
];

test.each(cases)('%j ends where CRLF.CRLF is, whole or octet by octet', (wire, text, rest) => {
  for (const size of [wire.length, 1, 2, 3]) expect(read(wire, size)).toMatchObject({ text, rest });
});

test('bare CR, bare LF and NUL are noticed, whatever they stand beside', () => {
  const flags = (wire: string, size?: number) => {
    const { bareCr, bareLf, nul } = read(wire, size).reader;
    return { bareCr, bareLf, nul };
  };
  for (const size of [100, 1]) {
    expect(flags('a\r\nb\r\n.\r\n', size)).toEqual({ bareCr: false, bareLf: false, nul: false });
    expect(flags('a\n.\n\r\n.\r\n', size)).toEqual({ bareCr: false, bareLf: true, nul: false });
    expect(flags('a\r.\r\r\n.\r\n', size)).toEqual({ bareCr: true, bareLf: false, nul: false });
    expect(flags('\r\n.\ra\r\n.\r\n', size)).toEqual({ bareCr: true, bareLf: false, nul: false });
    expect(flags('.\na\r\n.\r\n', size)).toEqual({ bareCr: false, bareLf: true, nul: false });
    expect(flags('a\0b\r\n.\r\nNUL after the end is not ours: \0', size)).toEqual({ bareCr: false, bareLf: false, nul: true });
  }
  expect(flags('a\r\n.\r\n\0')).toEqual({ bareCr: false, bareLf: false, nul: false });
});

test('what is too big is counted, not kept', () => {
  const reader = new DataReader(10);
  expect(reader.feed(encode('0123456789\r\nmore\r\n.\r\n'))).toHaveLength(0);
  expect([reader.tooBig, reader.message().length]).toEqual([true, 0]);
});

// Taken line by line, or joined at each of them, it would not end within the time that a test has.
test('eight megabytes of dots come through', () => {
  const reader = new DataReader(50_000_000);
  const chunk = encode('..\r\n'.repeat(16_384));
  for (let n = 0; n < 128; n++) reader.feed(chunk);
  expect(reader.size).toBe(128 * 16_384 * 3);
  reader.feed(encode('.\r\n'));
  expect(Buffer.from(reader.message()).equals(Buffer.from('.\r\n'.repeat(128 * 16_384)))).toBe(true);
});

test('line ends of users are repaired', () => {
  expect(decode(normaliseLineEnds(encode('a\nb\rc\r\nd\r\r\ne\n')))).toBe('a\r\nb\r\nc\r\nd\r\n\r\ne\r\n');
});
