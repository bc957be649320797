import { describe, expect, test } from 'vitest';
import { threadText, type ThreadMessage } from './thread.ts';

const mail = (
  number: number,
  baseSubject: string,
  id: string | null,
  references: string[] = [],
  isReply = false,
  at = number,
): ThreadMessage => ({
  number,
  at,
  baseSubject,
  isReply,
  messageId: id,
  references,
});

describe('REFERENCES', () => {
  test('a chain is one list, a fork has parentheses (RFC 5256 §4)', () => {
    const all = [
      mail(2, 'TWO', 'b'),
      mail(3, 'THREE', 'c'),
      mail(6, 'THREE', 'f', ['c'], true),
      mail(4, 'THREE', 'd', ['c', 'f'], true, 7),
      mail(23, 'THREE', 'w', ['c', 'f', 'd'], true),
      mail(44, 'THREE', 'x', ['c', 'f'], true, 50),
      mail(7, 'THREE', 'g', ['c', 'f', 'x'], true, 51),
      mail(96, 'THREE', 'z', ['c', 'f', 'x', 'g'], true, 52),
    ];
    expect(threadText('REFERENCES', all)).toBe('(2)(3 6 (4 23)(44 7 96))');
  });

  test('children of an id that is not there stand beside each other', () => {
    expect(threadText('REFERENCES', [mail(3, 'A', 'x', ['gone']), mail(5, 'B', 'y', ['gone'])])).toBe('((3)(5))');
  });

  test('an only child of an id that is not there takes its place', () => {
    expect(threadText('REFERENCES', [mail(3, 'A', 'x', ['gone'])])).toBe('(3)');
  });

  test('the same subject joins: an answer goes below what it answers', () => {
    expect(threadText('REFERENCES', [mail(1, 'A', 'x'), mail(2, 'A', 'y', [], true)])).toBe('(1 2)');
    expect(threadText('REFERENCES', [mail(1, 'A', 'x'), mail(2, 'A', 'y')])).toBe('((1)(2))');
    expect(threadText('REFS', [mail(1, 'A', 'x'), mail(2, 'A', 'y', [], true)])).toBe('(1)(2)');
  });

  test('circles and an id used twice end no one', () => {
    const all = [mail(1, '', 'a', ['b']), mail(2, '', 'b', ['a']), mail(3, '', 'a'), mail(4, '', null, ['a', 'a'])];
    expect(threadText('REFERENCES', all).match(/\d+/g)?.sort()).toEqual(['1', '2', '3', '4']);
  });

  test('a chain of 20,000 is threaded', () => {
    const all = Array.from({ length: 20_000 }, (_, n) => mail(n + 1, '', `id${n}`, n > 0 ? [`id${n - 1}`] : []));
    expect(threadText('REFERENCES', all).match(/\d+/g)).toHaveLength(20_000);
  });
});

test('REFS puts the thread with the newest message last', () => {
  const all = [mail(1, '', 'a', [], false, 10), mail(2, '', 'b', [], false, 20), mail(3, '', 'c', ['a'], true, 30)];
  expect(threadText('REFS', all)).toBe('(2)(1 3)');
  expect(threadText('REFERENCES', all)).toBe('(1 3)(2)');
});

test('ORDEREDSUBJECT: all of one subject below its first message (RFC 5256 §3)', () => {
  const all = [
    mail(1, 'A', 'x', [], false, 30),
    mail(2, 'B', 'y', [], false, 10),
    mail(3, 'A', 'z', [], true, 20),
    mail(4, 'A', 'w', [], true, 40),
  ];
  expect(threadText('ORDEREDSUBJECT', all)).toBe('(2)(3 (1)(4))');
});
