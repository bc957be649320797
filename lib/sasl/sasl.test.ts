import { expect, test } from 'vitest';
import { decodeBase64, parsePlain } from './plain.ts';

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

test('PLAIN gives name and password, with and without an authorisation id', () => {
  expect(parsePlain(base64('\0bob@hamburger.edu\0hungry'))).toEqual({ authzid: '', login: 'bob@hamburger.edu', password: 'hungry' });
  expect(parsePlain(base64('bob\0admin\0pässwörd'))).toEqual({ authzid: 'bob', login: 'admin', password: 'pässwörd' });
});

test.each(['', '=', 'AGJvYg', '!!!!', base64('bob'), base64('\0\0hungry'), base64('\0bob\0'), base64('a\0b\0c\0d'), btoa('\0b\0\xff')])(
  'PLAIN refuses %s',
  (given) => expect(parsePlain(given)).toBeNull(),
);

test('an answer of LOGIN is base64 and nothing else', () => {
  expect(decodeBase64(base64('bob'))).toBe('bob');
  expect(decodeBase64('*')).toBeNull();
});
