/** vCard and JSContact: the examples of RFC 9555, what programs really write, and there and back. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Card } from '../contacts/card.ts';
import { readCard } from '../contacts/read-card.ts';
import { readCards } from './content-lines.ts';
import { vcardOf } from './from-card.ts';
import { cardsOf } from './to-card.ts';

const uid = (content: string) => `made:${content.length}`;
const read = (...lines: string[]): Card => {
  const [card] = cardsOf(['BEGIN:VCARD', 'VERSION:4.0', 'UID:u', ...lines, 'END:VCARD', ''].join('\r\n'), uid);
  if (!card) throw new Error('no card');
  return card;
};
const bare = { '@type': 'Card', version: '1.0', uid: 'u' };

describe('RFC 9555 §2, figure by figure', () => {
  test.each<[string, string[], object]>([
    ['7', ['KIND:individual'], { kind: 'individual' }],
    [
      '8',
      ['SOURCE:https://dir.example.com/a.vcf'],
      { directories: { 'ENTRY-1': { kind: 'entry', uri: 'https://dir.example.com/a.vcf' } } },
    ],
    [
      '9',
      ['BDAY:19531015T231000Z', 'BIRTHPLACE:123 Main Street\\nAny Town', 'DEATHDATE:19960415', 'ANNIVERSARY:19860201'],
      {
        anniversaries: {
          'ANNIVERSARY-1': {
            ...{ kind: 'birth', date: { '@type': 'Timestamp', utc: '1953-10-15T23:10:00Z' } },
            place: { full: '123 Main Street\nAny Town' },
          },
          'ANNIVERSARY-2': { kind: 'death', date: { year: 1996, month: 4, day: 15 } },
          'ANNIVERSARY-3': { kind: 'wedding', date: { year: 1986, month: 2, day: 1 } },
        },
      },
    ],
    ['10', ['FN:John Q. Public, Esq.'], { name: { full: 'John Q. Public, Esq.' } }],
    [
      '11',
      ['GRAMGENDER:NEUTER', 'PRONOUNS;PREF=2:they/them', 'PRONOUNS;PREF=1:xe/xir'],
      {
        speakToAs: {
          grammaticalGender: 'neuter',
          pronouns: { 'PRONOUNS-1': { pronouns: 'they/them', pref: 2 }, 'PRONOUNS-2': { pronouns: 'xe/xir', pref: 1 } },
        },
      },
    ],
    [
      '12',
      ['N;SORT-AS="Stevenson,John Philip":Stevenson;John;Philip,Paul;Dr.;Jr.,M.D.,A.C.P.;;Jr.'],
      {
        name: {
          components: [
            { kind: 'surname', value: 'Stevenson' },
            { kind: 'given', value: 'John' },
            { kind: 'given2', value: 'Philip' },
            { kind: 'given2', value: 'Paul' },
            { kind: 'title', value: 'Dr.' },
            { kind: 'credential', value: 'M.D.' },
            { kind: 'credential', value: 'A.C.P.' },
            { kind: 'generation', value: 'Jr.' },
          ],
          sortAs: { surname: 'Stevenson', given: 'John Philip' },
        },
      },
    ],
    ['13', ['NICKNAME:Johnny'], { nicknames: { 'NICK-1': { name: 'Johnny' } } }],
    ['14', ['PHOTO:https://e.example/a.gif'], { media: { 'PHOTO-1': { kind: 'photo', uri: 'https://e.example/a.gif' } } }],
    [
      '15',
      ['ADR;TYPE=work;CC=US:;;54321 Oak St;Reston;VA;20190;USA;;;;54321;Oak St;;;;;;'],
      {
        addresses: {
          'ADDR-1': {
            contexts: { work: true },
            components: [
              { kind: 'locality', value: 'Reston' },
              { kind: 'region', value: 'VA' },
              { kind: 'postcode', value: '20190' },
              { kind: 'country', value: 'USA' },
              { kind: 'number', value: '54321' },
              { kind: 'name', value: 'Oak St' },
            ],
            countryCode: 'US',
          },
        },
      },
    ],
    [
      '16',
      ['EMAIL;TYPE=work:jqpublic@xyz.example.com', 'EMAIL;PREF=1:jane_doe@example.com'],
      {
        emails: {
          'EMAIL-1': { contexts: { work: true }, address: 'jqpublic@xyz.example.com' },
          'EMAIL-2': { address: 'jane_doe@example.com', pref: 1 },
        },
      },
    ],
    ['17', ['IMPP;PREF=1:xmpp:a@e.example'], { onlineServices: { 'OS-1': { uri: 'xmpp:a@e.example', pref: 1, vCardName: 'impp' } } }],
    ['18', ['LANG;TYPE=work;PREF=1:en'], { preferredLanguages: { 'LANG-1': { language: 'en', contexts: { work: true }, pref: 1 } } }],
    ['19', ['LANGUAGE:de-AT'], { language: 'de-AT' }],
    [
      '20',
      ['SOCIALPROFILE;SERVICE-TYPE=Mastodon:https://example.com/@foo'],
      { onlineServices: { 'OS-1': { service: 'Mastodon', uri: 'https://example.com/@foo' } } },
    ],
    [
      '21 and 6',
      [
        'TEL;PROP-ID=PHONE-A;VALUE=uri;PREF=1;TYPE="voice,home":tel:+1-555-555-5555;ext=5555',
        'TEL;VALUE=uri;TYPE=home:tel:+33-01-23-45-67',
      ],
      {
        phones: {
          'PHONE-A': { contexts: { private: true }, features: { voice: true }, number: 'tel:+1-555-555-5555;ext=5555', pref: 1 },
          'PHONE-1': { contexts: { private: true }, number: 'tel:+33-01-23-45-67' },
        },
      },
    ],
    ['22', ['CONTACT-URI;PREF=1:mailto:c@e.example'], { links: { 'CONTACT-1': { kind: 'contact', uri: 'mailto:c@e.example', pref: 1 } } }],
    ['24', ['KIND:group', 'MEMBER:urn:uuid:03a0e51f'], { kind: 'group', members: { 'urn:uuid:03a0e51f': true } }],
    [
      '25',
      ['ORG;SORT-AS="ABC":ABC\\, Inc.;North American Division;Marketing'],
      {
        organizations: {
          'ORG-1': { name: 'ABC, Inc.', units: [{ name: 'North American Division' }, { name: 'Marketing' }], sortAs: 'ABC' },
        },
      },
    ],
    [
      '26',
      ['RELATED;TYPE=friend:urn:uuid:f81d4fae', 'RELATED;VALUE=text:Please contact my deputy'],
      { relatedTo: { 'urn:uuid:f81d4fae': { relation: { friend: true } }, 'Please contact my deputy': { relation: {} } } },
    ],
    [
      '27',
      ['TITLE:Research Scientist', 'group1.ROLE:Project Leader', 'group1.ORG:ABC\\, Inc.'],
      {
        titles: {
          'TITLE-1': { kind: 'title', name: 'Research Scientist' },
          'TITLE-2': { kind: 'role', name: 'Project Leader', organizationId: 'ORG-1' },
        },
        organizations: { 'ORG-1': { name: 'ABC, Inc.' } },
      },
    ],
    [
      '28',
      ['EXPERTISE;LEVEL=beginner;INDEX=2:Chinese literature', 'HOBBY;INDEX=1;LEVEL=high:reading'],
      {
        personalInfo: {
          'PERSINFO-1': { kind: 'expertise', value: 'Chinese literature', level: 'low', listAs: 2 },
          'PERSINFO-2': { kind: 'hobby', value: 'reading', level: 'high', listAs: 1 },
        },
      },
    ],
    [
      '31',
      ['ORG-DIRECTORY;INDEX=1:https://d.example'],
      { directories: { 'DIRECTORY-1': { kind: 'directory', uri: 'https://d.example', listAs: 1 } } },
    ],
    [
      '32',
      ['CATEGORIES:internet,IETF,Information Technology'],
      { keywords: { internet: true, IETF: true, 'Information Technology': true } },
    ],
    ['33', ['CREATED:19940930T143510Z'], { created: '1994-09-30T14:35:10Z' }],
    [
      '34',
      ['NOTE;CREATED=20221123T150132Z;AUTHOR-NAME="John":Office hours are from 0800 to 1715 EST\\, Mon-Fri.'],
      {
        notes: {
          'NOTE-1': {
            ...{ note: 'Office hours are from 0800 to 1715 EST, Mon-Fri.', created: '2022-11-23T15:01:32Z' },
            author: { name: 'John' },
          },
        },
      },
    ],
    ['36', ['REV:19951031T222710Z'], { updated: '1995-10-31T22:27:10Z' }],
    [
      '40',
      ['item1.TEL;VALUE=uri:tel:+1-555-555-5555', 'item1.X-ABLabel:foo'],
      { phones: { 'PHONE-1': { number: 'tel:+1-555-555-5555', label: 'foo' } } },
    ],
    [
      '43',
      ['CALURI;PREF=1:https://cal.example.com/calA'],
      { calendars: { 'CAL-1': { kind: 'calendar', uri: 'https://cal.example.com/calA', pref: 1 } } },
    ],
    [
      '44',
      ['FBURL;MEDIATYPE=text/calendar:https://e.example/a.ifb'],
      { calendars: { 'FBURL-1': { kind: 'freeBusy', uri: 'https://e.example/a.ifb', mediaType: 'text/calendar' } } },
    ],
    ['45', ['item1.X-FOO;X-BAR=Hello:World!'], { vCardProps: [['x-foo', { group: 'item1', 'x-bar': 'Hello' }, 'unknown', 'World!']] }],
    ['50', ['JSPROP;JSPTR="example.com:foo":{"bar":1234}'], { 'example.com:foo': { bar: 1234 } }],
    [
      '51',
      ['N;JSCOMPS=";1;0":Doe;Jane;;;;;;'],
      {
        name: {
          components: [
            { kind: 'given', value: 'Jane' },
            { kind: 'surname', value: 'Doe' },
          ],
          isOrdered: true,
        },
      },
    ],
    [
      '52',
      ['N;JSCOMPS=";1;2;2,1;0;6;4,1":Stevenson;John;Philip,Paul;;Jr.,M.D.;;Jr.'],
      {
        name: {
          components: [
            { kind: 'given', value: 'John' },
            { kind: 'given2', value: 'Philip' },
            { kind: 'given2', value: 'Paul' },
            { kind: 'surname', value: 'Stevenson' },
            { kind: 'generation', value: 'Jr.' },
            { kind: 'credential', value: 'M.D.' },
          ],
          isOrdered: true,
        },
      },
    ],
  ])('figure %s', (_figure, lines, expected) => {
    const card = read(...lines);
    expect(card).toEqual({ ...bare, ...expected });
    expect(readCard(card)).toMatchObject({ ok: true });
    expect(cardsOf(vcardOf(card, '4.0'), uid)[0]).toMatchObject(expected); // and back, with an FN at most
  });
});

describe('what programs write', () => {
  test('vCard 3.0 of a telephone: folded bytes of a photo, types, a label of its own', () => {
    const [card] = cardsOf(
      [
        ...['BEGIN:VCARD', 'VERSION:3.0', 'N:Díaz;Anna;;;', 'FN:Anna Díaz', 'EMAIL;type=INTERNET;type=HOME;type=pref:anna@crepes.fr'],
        ...[
          'item1.TEL:+43 1 555',
          'item1.X-ABLabel:_$!<HomePage>!$_',
          'PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ',
          ' SkZJRg==',
          'BDAY;value=date:1604-02-29',
        ],
        ...['X-ADDRESSBOOKSERVER-KIND:group', 'X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:1', 'END:VCARD'],
      ].join('\n'),
      uid,
    );
    expect(card).toMatchObject({
      uid: expect.stringMatching(/^made:/),
      name: { full: 'Anna Díaz' },
      emails: { 'EMAIL-1': { address: 'anna@crepes.fr', contexts: { private: true }, pref: 1 } },
      phones: { 'PHONE-1': { number: '+43 1 555', label: 'HomePage' } },
      media: { 'PHOTO-1': { uri: 'data:image/jpeg;base64,/9j/4AAQSkZJRg==' } },
      kind: 'group',
      members: { 'urn:uuid:1': true },
    });
  });

  test('vCard 2.1: types without a name, quoted-printable over two lines, charsets', () => {
    const [card] = cardsOf(
      [
        'BEGIN:VCARD',
        'VERSION:2.1',
        'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCl=',
        'ler;J=C3=B6rg',
        'TEL;CELL;WORK:1',
        'END:VCARD',
      ].join('\r\n'),
      uid,
    );
    expect(card?.name?.components).toEqual([
      { kind: 'surname', value: 'Müller' },
      { kind: 'given', value: 'Jörg' },
    ]);
    expect(card?.phones).toEqual({ 'PHONE-1': { number: '1', features: { mobile: true }, contexts: { work: true } } });
  });

  test('an odd line costs nothing but itself; what is no card is none', () => {
    expect(read('???', 'FN', 'TEL;TYPE="a:1', 'FN:Yes')).toMatchObject({ name: { full: 'Yes' } });
    expect(cardsOf('Dear all,\n\nhello', uid)).toEqual([]);
    expect(cardsOf('BEGIN:VCARD\nFN:never ends', uid)).toEqual([]);
    expect(read('JSPROP;JSPTR="__proto__":{"evil":true}', 'constructor:x', 'FN:A')).not.toHaveProperty('evil');
  });

  test('nothing throws, and what comes out is a Card or says why', () => {
    const names = fc.constantFrom(
      'N',
      'FN',
      'ADR',
      'TEL;TYPE=',
      'BDAY',
      'NOTE;AUTHOR="',
      'ORG',
      'PHOTO;ENCODING=b',
      'X-A',
      'JSPROP;JSPTR="a"',
      'REV',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'grapheme' }))), (lines) => {
        for (const card of cardsOf(`BEGIN:VCARD\r\n${lines.map(([name, value]) => `${name}:${value}`).join('\r\n')}\r\nEND:VCARD`, uid))
          for (const version of ['3.0', '4.0'] as const) vcardOf(card, version);
      }),
    );
  });
});

describe('there and back', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .map((value) =>
      value
        .trim()
        .replaceAll(/\p{C}|\p{Z}/gu, ' ')
        .trim(),
    )
    .filter(Boolean);
  const map = <T>(value: fc.Arbitrary<T>) =>
    fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/), value, { minKeys: 1, maxKeys: 3, noNullPrototype: true });
  const common = { contexts: fc.constantFrom({ work: true }, { private: true }), pref: fc.integer({ min: 1, max: 100 }), label: text };
  const entry = <T extends object>(required: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
    fc.record<Record<string, unknown>>({ ...required, ...common }, { requiredKeys: Object.keys(required) });
  const components = (kinds: string[]) =>
    fc.array(fc.record({ kind: fc.constantFrom(...kinds), value: text }), { minLength: 1, maxLength: 6 });
  const card = fc.record<Record<string, unknown>>(
    {
      '@type': fc.constant('Card'),
      version: fc.constant('1.0'),
      uid: text,
      name: fc.record({
        full: text,
        components: components(['given', 'surname', 'given2', 'title', 'credential']),
        isOrdered: fc.constant(true),
      }),
      nicknames: map(fc.record({ name: text })),
      emails: map(entry({ address: text })),
      phones: map(entry({ number: text })),
      addresses: map(
        entry({
          components: components(['name', 'number', 'locality', 'region', 'country', 'floor']),
          isOrdered: fc.constant(true),
          full: text,
        }),
      ),
      organizations: map(entry({ name: text })),
      notes: map(fc.record({ note: text })),
      keywords: fc.dictionary(text, fc.constant(true as const), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
      'example.com:unknown': fc.jsonValue({ maxDepth: 2 }).filter((value) => value !== null),
    },
    { requiredKeys: ['@type', 'version', 'uid', 'name'] },
  );

  test('by vCard 4.0 a Card comes back as it was', () => {
    fc.assert(
      fc.property(card, (given) => {
        const [back] = cardsOf(vcardOf(given as Card, '4.0'), uid);
        expect(JSON.parse(JSON.stringify(back))).toEqual(JSON.parse(JSON.stringify(given)));
      }),
      { numRuns: 300 },
    );
  });

  test('lines are at most 75 octets, and version 3.0 can be read by the same hand', () => {
    fc.assert(
      fc.property(card, (given) => {
        for (const version of ['3.0', '4.0'] as const) {
          const output = vcardOf(given as Card, version);
          for (const line of output.split('\r\n')) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
          expect(readCards(output)).toHaveLength(1);
        }
        const [old] = cardsOf(vcardOf(given as Card, '3.0'), uid);
        expect(Object.values(old?.emails ?? {}).map(({ address }) => address)).toEqual(
          Object.values((given as Card).emails ?? {}).map(({ address }) => address),
        );
      }),
    );
  });
});
