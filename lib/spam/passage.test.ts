import { expect, test } from 'vitest';
import { readHeader } from '../message/header-fields.ts';
import { passageOf } from './passage.ts';

const fieldsOf = (header: string) => {
  const bytes = new TextEncoder().encode(header);
  return readHeader(bytes, 0, bytes.length).fields;
};

test('of a header that names hosts without end a few are remembered: each is looked for in each line of the text', () => {
  const hosts = Array.from({ length: 5000 }, (_, n) => `<http://h${n}.example/>`).join(',\r\n ');
  const people = Array.from({ length: 5000 }, (_, n) => `person${n}@home${n}.example`).join(',\r\n ');
  const { isList, lists, homes, names } = passageOf(fieldsOf(`List-Archive: ${hosts}\r\nTo: ${people}\r\n\r\n`));
  expect([isList, lists.size, homes.size, names.size]).toEqual([true, 50, 50, 50]);
});
