/** Every language says everything that English says, with the same arguments. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import { describe, expect, test } from 'vitest';
import { languages } from '#lib/settings/account-settings.ts';
import { rooms } from './rooms.ts';

type Texts = Map<string, string>;

function read(language: string, room: string): Texts {
  const texts: Texts = new Map();
  const walk = (value: unknown, key: string) => {
    if (typeof value === 'string') texts.set(key, value);
    else for (const [name, inner] of Object.entries(value as object)) walk(inner, key === '' ? name : `${key}.${name}`);
  };
  walk(JSON.parse(readFileSync(path.join(import.meta.dirname, language, `${room}.json`), 'utf8')), '');
  return texts;
}

/** Names and kinds of the arguments and tags; the words around them are the language's own affair. */
function argumentsOf(text: string): string[] {
  const found = new Set<string>();
  const walk = (elements: MessageFormatElement[]) => {
    for (const element of elements) {
      if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
      found.add(`${element.value}:${TYPE[element.type]}`);
      if (element.type === TYPE.tag) walk(element.children);
      if (element.type === TYPE.select || element.type === TYPE.plural) for (const { value } of Object.values(element.options)) walk(value);
    }
  };
  walk(parse(text));
  return [...found].sort();
}

test('there is a file for each room, and no other', () => {
  for (const language of languages) {
    expect(readdirSync(path.join(import.meta.dirname, language)).sort(), language).toEqual(rooms.map((room) => `${room}.json`).sort());
  }
});

describe.each(rooms)('%s', (room) => {
  const english = read('en', room);
  test.each(languages)('%s has the keys and arguments of English', (language) => {
    const own = read(language, room);
    expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, text] of english) {
      const said = own.get(key) ?? '';
      expect(said.trim(), `${key} is empty`).not.toBe('');
      expect(argumentsOf(said), key).toEqual(argumentsOf(text));
    }
  });
});

test('every plural has the forms that its language needs', () => {
  for (const language of languages) {
    const needed = (ordinal: boolean) => new Intl.PluralRules(language, { type: ordinal ? 'ordinal' : 'cardinal' }).resolvedOptions();
    for (const room of rooms) {
      for (const [key, text] of read(language, room)) {
        const walk = (elements: MessageFormatElement[]) => {
          for (const element of elements) {
            if (element.type === TYPE.tag) walk(element.children);
            if (element.type !== TYPE.select && element.type !== TYPE.plural) continue;
            if (element.type === TYPE.plural) {
              const missing = needed(element.pluralType === 'ordinal').pluralCategories.filter(
                (form) => !(form in element.options) && !['zero', 'two', 'many'].includes(form), // these may fall to `other`
              );
              expect(missing, `${language} ${room}.${key}`).toEqual([]);
            }
            for (const { value } of Object.values(element.options)) walk(value);
          }
        };
        walk(parse(text));
      }
    }
  }
});
