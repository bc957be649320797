/** From keys to commands. A sequence such as `g i` has a second and a half; single letters do nothing when the person switched them off. */
import { commands, keysOf } from './all.ts';
import type { Command } from './command.ts';
import { mail } from '../mail-store.ts';

export type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;
let pending: { keys: string; at: number } | undefined;
const patience = 1500;

/** As key maps write it: `e`, `?`, `Shift+i`, `Mod+k`. */
export function nameOfKey({ key, ctrlKey, metaKey, shiftKey }: Key): string {
  const isLetter = /^\p{L}$/u.test(key);
  const shift = shiftKey && isLetter ? 'Shift+' : '';
  return `${ctrlKey || metaKey ? 'Mod+' : ''}${shift}${isLetter ? key.toLowerCase() : key}`;
}

/** True when the key meant something. */
export function runKey(event: Key): boolean {
  if (event.altKey || ['Shift', 'Control', 'Meta', 'AltGraph', 'CapsLock'].includes(event.key)) return false; // of a key that is to come
  const name = nameOfKey(event);
  const now = Date.now();
  const before = pending && now - pending.at < patience ? `${pending.keys} ` : '';
  pending = undefined;
  const found = find(before + name) ?? (before ? find(name) : undefined);
  if (found) {
    if (found.applies && !found.applies()) return false;
    found.run();
    return true;
  }
  if (!startsSequence(name)) return false;
  pending = { keys: name, at: now };
  return true;
}

/** WCAG 2.1.4: what a person can switch off are keys that write a character, with Shift or without. */
const isAllowed = (keys: string) => mail().settings.shortcuts || /^(?:Mod\+.+|[A-Z][A-Za-z]+)$/.test(keys);

function find(keys: string): Command | undefined {
  return isAllowed(keys) ? commands.find((command) => keysOf(command).includes(keys)) : undefined;
}

function startsSequence(name: string): boolean {
  return mail().settings.shortcuts && commands.some((command) => keysOf(command).some((keys) => keys.startsWith(`${name} `)));
}
