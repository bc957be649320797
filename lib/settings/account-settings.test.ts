import { expect, test } from 'vitest';
import { defaultSettings, isTimeZone, readSettings } from './account-settings.ts';

test('what is not there takes its default', () => {
  expect(readSettings({})).toEqual(defaultSettings);
});

test('what is understood is kept, what is not takes its default', () => {
  const stored = {
    language: 'fr',
    timeZone: 'Europe/Paris',
    weekStart: 0,
    theme: 'dark',
    density: 'compact',
    undoSeconds: 30,
    readingPane: 'off',
    afterArchive: 'list',
    shortcuts: false,
    keys: { archive: ['y'] },
    swipeRight: 'delete',
    swipeLeft: 'none',
    pictureSenders: ['@crepes.fr'],
    savedSearches: ['from:bob is:unread'],
    plainText: true,
    junkScore: 7.5,
    dateFormat: 'iso',
    clock: '24',
    defaultIdentity: 'I1-2',
    attachmentReminder: false,
    readReceipts: 'never',
    writeLanguage: 'de',
  };
  expect(readSettings(stored)).toEqual(stored);
  expect(
    readSettings({
      ...stored,
      language: 'xx',
      undoSeconds: 7,
      theme: 3,
      timeZone: 'Mars/Olympus',
      keys: ['e'],
      savedSearches: [''],
      junkScore: 0.5,
      pictureSenders: ['B@x.example'],
      readReceipts: 'sometimes',
      extra: 1,
    }),
  ).toEqual({
    ...stored,
    language: defaultSettings.language,
    undoSeconds: defaultSettings.undoSeconds,
    theme: defaultSettings.theme,
    timeZone: defaultSettings.timeZone,
    keys: {},
    savedSearches: [],
    junkScore: 0,
    pictureSenders: [],
    readReceipts: 'ask',
  });
});

test('time zones are IANA names, or the browser’s', () => {
  expect(['auto', 'Asia/Ho_Chi_Minh', 'UTC'].map(isTimeZone)).toEqual([true, true, true]);
  expect([null, 7, '', 'Nowhere'].map(isTimeZone)).toEqual([false, false, false, false]);
});
