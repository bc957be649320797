/** What a Card is, how it is called, and what of it can be searched (RFC 9553, RFC 9610). */
import { describe, expect, test } from 'vitest';
import { displayName, fullName } from './names.ts';
import { readCard } from './read-card.ts';
import { fold, searchable } from './searchable.ts';

const card = (more: object) => ({ '@type': 'Card' as const, version: '1.0', uid: '22B2C7DF-9120-4969-8460-05956FE6B065', ...more });

describe('readCard', () => {
  test('the examples of RFC 9553 are Cards, with properties that nobody knows', () => {
    const given = card({
      kind: 'individual',
      name: {
        components: [
          { kind: 'given', value: 'John' },
          { kind: 'surname', value: 'Doe' },
        ],
        isOrdered: true,
      },
      emails: { e1: { contexts: { work: true }, address: 'jqpublic@xyz.example.com' } },
      phones: { tel0: { contexts: { private: true }, features: { voice: true }, number: 'tel:+1-555-555-5555;ext=5555', pref: 1 } },
      anniversaries: {
        k8: { kind: 'birth', date: { year: 1953, month: 4, day: 15 } },
        k9: { kind: 'death', date: { '@type': 'Timestamp', utc: '2019-10-15T23:10:00Z' }, place: { full: '4445 Tree Street' } },
      },
      addresses: {
        k23: { contexts: { work: true }, components: [{ kind: 'locality', value: 'Tokyo' }], isOrdered: true, countryCode: 'jp' },
      },
      'example.com:foo': { bar: 1 },
    });
    expect(readCard(given)).toEqual({ ok: true, card: given });
  });

  test.each([
    [{ version: '2.0' }, ['version']],
    [{ uid: '' }, ['uid']],
    [{ emails: { 'a b': { address: 'x@y' } } }, ['emails']],
    [{ emails: { a: { address: 7 } } }, ['emails']],
    [{ keywords: { a: false } }, ['keywords']],
    [{ phones: [{ number: '1' }] }, ['phones']],
    [{ name: 'John', created: 'yesterday' }, ['name', 'created']],
    [{ anniversaries: { a: { kind: 'birth', date: { month: 4 } } } }, ['anniversaries']],
    [{ media: { a: { kind: 'photo' } } }, ['media']],
  ])('%j is none', (more, wrong) => {
    const read = readCard(card(more));
    expect(!read.ok && read.wrong.sort()).toEqual(wrong.sort());
  });
});

test('names: full, ordered with separators, unordered, and what stands in for one', () => {
  const components = [
    { kind: 'surname', value: 'Stevenson' },
    { kind: 'given', value: 'John' },
    { kind: 'title', value: 'Dr.' },
  ];
  expect(fullName({ full: 'Johnny', components })).toBe('Johnny');
  expect(fullName({ components })).toBe('Dr. John Stevenson');
  const [surname, given] = components as [(typeof components)[0], (typeof components)[0]];
  expect(fullName({ components: [surname, { kind: 'separator', value: ', ' }, given], isOrdered: true })).toBe('Stevenson, John');
  expect(fullName({ components: [given, surname], isOrdered: true, defaultSeparator: '-' })).toBe('John-Stevenson');
  expect(displayName(card({ nicknames: { a: { name: 'Jo' } }, emails: { a: { address: 'x@y.example' } } }))).toBe('Jo');
  expect(displayName(card({ emails: { a: { address: 'x@y.example' } } }))).toBe('x@y.example');
  expect(displayName(card({}))).toBe('');
});

test('what is searched is folded: case, accents, and the digits of numbers', () => {
  expect(fold('  Ärger\n ÉCOLE ')).toBe('arger ecole');
  const fields = searchable(
    card({
      name: { full: 'José Díaz', components: [{ kind: 'given', value: 'José' }] },
      phones: { p: { number: '(555) 123-4', label: 'Boat' } },
      keywords: { Friends: true },
    }),
  );
  expect(fields).toMatchObject({ name: 'jose diaz\njose', 'name/given': 'jose', phone: '(555) 123-4\n5551234\nboat' });
  expect(fields.text).toContain('friends');
  expect(fields).not.toHaveProperty('note');
});
