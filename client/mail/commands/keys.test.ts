import { expect, test, vi } from 'vitest';
import { commands, keysOf } from './all.ts';
import { nameOfKey, runKey, type Key } from './keys.ts';
import { mail, setMail } from '../mail-store.ts';

const press = (key: string, more: Partial<Key> = {}) =>
  runKey({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });

test('no key means two things', () => {
  const all = commands.flatMap(keysOf);
  expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
});

test('keys are named as key maps write them', () => {
  const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
  expect(nameOfKey({ ...none, key: 'K', metaKey: true })).toBe('Mod+k');
  expect(nameOfKey({ ...none, key: 'I', shiftKey: true })).toBe('Shift+i');
  expect(nameOfKey({ ...none, key: '#', shiftKey: true })).toBe('#');
  expect(nameOfKey({ ...none, key: 'ArrowDown' })).toBe('ArrowDown');
});

test('a palette and a help sheet open; what nobody knows is left to the browser', () => {
  expect(press('k', { ctrlKey: true })).toBe(true);
  expect(mail().panel).toBe('palette');
  expect(press('?', { shiftKey: true })).toBe(true);
  expect(mail().panel).toBe('help');
  expect([press('q'), press('c', { ctrlKey: true }), press('e', { altKey: true })]).toEqual([false, false, false]);
});

test('a sequence waits for its second key, but not for long', () => {
  vi.useFakeTimers();
  setMail({ panel: null });
  expect(press('*')).toBe(true);
  expect(press('Shift', { shiftKey: true })).toBe(false); // goes down before the A of `* Shift+a`
  expect(press('n')).toBe(true);
  expect(press('*')).toBe(true);
  vi.advanceTimersByTime(2000);
  expect(press('n')).toBe(false); // by itself: the next message of a conversation, and none is open
  vi.useRealTimers();
});

test('keys can be changed, and switched off', () => {
  const { settings } = mail();
  setMail({ panel: null, settings: { ...settings, keys: { help: ['h'] } } });
  expect([press('?'), press('h')]).toEqual([false, true]);
  setMail({ panel: null, settings: { ...settings, shortcuts: false } });
  expect([press('?'), press('*'), press('k', { ctrlKey: true })]).toEqual([false, false, true]);
  setMail({ settings });
});
