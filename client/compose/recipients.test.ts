import { expect, test } from 'vitest';
import { formatRecipient, isAddress, parseRecipients, withoutDoubles } from './recipients.ts';

const cases: [text: string, ...expected: [name: string | null, email: string][]][] = [
  ['bob@hamburger.edu', [null, 'bob@hamburger.edu']],
  ['Alice Martin <alice@crepes.fr>, bob@hamburger.edu', ['Alice Martin', 'alice@crepes.fr'], [null, 'bob@hamburger.edu']],
  ['"Martin, Alice" <alice@crepes.fr>;bob@hamburger.edu', ['Martin, Alice', 'alice@crepes.fr'], [null, 'bob@hamburger.edu']],
  ['a@x.org\nb@x.org\r\n c@x.org ', [null, 'a@x.org'], [null, 'b@x.org'], [null, 'c@x.org']],
  ['bob@hamburger.edu (Bob)', ['Bob', 'bob@hamburger.edu']],
  ['Bob Keller bob@hamburger.edu', ['Bob Keller', 'bob@hamburger.edu']],
  ['mailto:bob@hamburger.edu', [null, 'bob@hamburger.edu']],
  ['"The \\"Chef\\"" <chef@crepes.fr>', ['The "Chef"', 'chef@crepes.fr']],
  ['bob', [null, 'bob']], // wrong, but kept: the chip says so and can be edited
  [' , ;\n'],
];

test.each(cases)('%s', (text, ...expected) => {
  expect(parseRecipients(text)).toEqual(expected.map(([name, email]) => ({ name, email })));
});

test('what is written is read again', () => {
  for (const one of [
    { name: 'Martin, Alice', email: 'alice@crepes.fr' },
    { name: 'The "Chef" \\o/', email: 'chef@crepes.fr' },
    { name: null, email: 'bob@hamburger.edu' },
  ])
    expect(parseRecipients(formatRecipient(one))).toEqual([one]);
});

test('addresses that cannot be right are told apart', () => {
  for (const good of ['a@b', 'bob+x@hamburger.edu', "o'neil@crepes.fr", 'jürgen@müller.de']) expect(isAddress(good)).toBe(true);
  for (const bad of ['bob', 'bob@', '@hamburger.edu', 'b ob@x.org', 'a@b@c', 'a..b@x.org', 'a@x..org', 'a@.org'])
    expect(isAddress(bad)).toBe(false);
});

test('an address counts once, whatever its case', () => {
  const list = [
    { name: 'Bob', email: 'Bob@hamburger.edu' },
    { name: null, email: 'bob@hamburger.edu' },
  ];
  expect(withoutDoubles(list)).toEqual([list[0]]);
});
