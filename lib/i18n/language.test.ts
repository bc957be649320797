import { expect, test } from 'vitest';
import { languages } from '../settings/account-settings.ts';
import { directionOf, negotiateLanguage } from './language.ts';

test('the language with the greatest weight that we have, whatever its region', () => {
  expect(negotiateLanguage('de-AT,de;q=0.9,en;q=0.8')).toBe('de');
  expect(negotiateLanguage('nl, ja;q=0.4, fr-CA;q=0.7')).toBe('fr');
  expect(negotiateLanguage('en;q=0.5, VI')).toBe('vi');
});

test('what is refused, unknown or garbled leads to English', () => {
  expect(negotiateLanguage('de;q=0, nl')).toBe('en');
  expect(negotiateLanguage('')).toBe('en');
  expect(negotiateLanguage('*')).toBe('en');
  expect(negotiateLanguage('de;q=dozens,,;;=')).toBe('en');
});

test('only Arabic is written from right to left', () => {
  expect(languages.filter((language) => directionOf(language) === 'rtl')).toEqual(['ar']);
});
