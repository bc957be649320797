import { describe, expect, test } from 'vitest';
import type { Card } from './card.ts';
import { emptyForm, formOf, patchOf } from './card-form.ts';
import { findDuplicates, mergedPatch } from './duplicates.ts';

let count = 0;
const newId = () => `n${++count}`;
const marge: Card = {
  version: '1.0',
  uid: 'marge',
  name: {
    isOrdered: true,
    components: [
      { kind: 'title', value: 'Dr' },
      { kind: 'given', value: 'Marge' },
      { kind: 'surname', value: 'Bouvier' },
    ],
  },
  emails: { e1: { address: 'marge@springfield.example', contexts: { private: true }, pref: 1, label: 'best' } },
  phones: { p1: { number: '+1 555 0100', features: { voice: true } } },
  addresses: {
    a1: {
      components: [
        { kind: 'name', value: 'Evergreen Terrace' },
        { kind: 'locality', value: 'Springfield' },
      ],
    },
  },
  anniversaries: { b1: { kind: 'birth', date: { month: 3, day: 19 } }, w1: { kind: 'wedding', date: { year: 1980 } } },
  titles: { t1: { name: 'Painter' }, t2: { name: 'Baker' } },
  keywords: { friend: true },
};

test('an unchanged form changes nothing', () => {
  expect(patchOf(formOf(marge), marge, newId)).toEqual({});
  expect(patchOf(emptyForm, {}, newId)).toEqual({});
});

test('the form shows what people look for', () => {
  expect(formOf(marge)).toEqual({
    ...emptyForm,
    ...{ given: 'Marge', surname: 'Bouvier', title: 'Painter', birthday: '--03-19' },
    emails: [{ id: 'e1', value: 'marge@springfield.example', place: 'private' }],
    phones: [{ id: 'p1', value: '+1 555 0100', place: 'other' }],
    addresses: [{ id: 'a1', value: 'Evergreen Terrace, Springfield', place: 'other' }],
  });
  expect(formOf({ version: '1.0', uid: 'x', name: { full: 'Ludwig van Beethoven' } })).toMatchObject({
    given: 'Ludwig van',
    surname: 'Beethoven',
  });
});

test('what is edited is written, everything else of the entry stays', () => {
  const form = formOf(marge);
  const patch = patchOf(
    {
      ...form,
      surname: 'Simpson',
      title: '',
      birthday: '1956-03-19',
      emails: [
        { id: 'e1', value: 'marge@home.example', place: 'work' },
        { id: null, value: ' second@home.example ', place: 'other' },
      ],
      phones: [],
      links: [{ id: null, value: 'home.example/marge', place: 'other' }],
    },
    marge,
    () => 'new',
  );
  expect(patch).toEqual({
    name: {
      isOrdered: true,
      full: 'Dr Marge Simpson',
      components: [
        { kind: 'title', value: 'Dr' },
        { kind: 'given', value: 'Marge' },
        { kind: 'surname', value: 'Simpson' },
      ],
    },
    titles: { t2: { name: 'Baker' } },
    anniversaries: { w1: { kind: 'wedding', date: { year: 1980 } }, b1: { kind: 'birth', date: { year: 1956, month: 3, day: 19 } } },
    emails: {
      e1: { address: 'marge@home.example', pref: 1, label: 'best', contexts: { work: true } },
      new: { address: 'second@home.example' },
    },
    phones: null,
    links: { new: { uri: 'https://home.example/marge' } },
  });
});

describe('duplicates', () => {
  const card = (uid: string, rest: Partial<Card>) => ({ id: uid, card: { version: '1.0', uid, ...rest } as Card });
  const all = [
    card('1', { emails: { a: { address: 'Bart@x.example' } } }),
    card('2', { emails: { a: { address: 'bart@X.example' } }, phones: { p: { number: '(555) 010-0200' } } }),
    card('3', { phones: { p: { number: '+1 555 010 0200' } } }),
    card('4', { name: { full: 'Lisa Simpson' } }),
    card('5', { name: { full: 'lisa simpson' } }),
    card('6', { name: { full: 'Lisa' } }),
    card('7', { name: { full: 'Lisa' } }),
    card('8', { kind: 'group', name: { full: 'Lisa Simpson' } }),
  ];
  test('share an address, a number, or a whole name', () => {
    expect(findDuplicates(all).map((set) => set.map(({ id }) => id))).toEqual([
      ['1', '2', '3'],
      ['4', '5'],
    ]);
  });
  test('are merged without a loss', () => {
    const [one, two] = [
      { version: '1.0', uid: '1', name: { full: 'Bart' }, emails: { a: { address: 'bart@x.example' } }, keywords: { boy: true } },
      {
        ...{ version: '1.0', uid: '2', name: { full: 'Bartholomew' }, language: 'en' },
        emails: { a: { address: 'BART@x.example' }, b: { address: 'el@barto.example' } },
        notes: { a: { note: 'Skates' } },
        keywords: { artist: true },
      },
    ] as Card[] as [Card, Card];
    expect(mergedPatch([one, two])).toEqual({
      emails: { a: { address: 'bart@x.example' }, b: { address: 'el@barto.example' } },
      notes: { a: { note: 'Skates' } },
      keywords: { artist: true, boy: true },
      language: 'en',
    });
    expect(mergedPatch([one, one])).toEqual({});
  });
});
