/** All commands, and the keys that a person has for each. */
import { words } from '../../i18n/words.ts';
import { mail } from '../mail-store.ts';
import { actCommands } from './act.ts';
import { anywhereCommands } from './anywhere.ts';
import type { Command } from './command.ts';
import { goCommands } from './go.ts';
import { listCommands } from './list.ts';
import { threadCommands } from './thread.ts';

export const commands: readonly Command[] = [...anywhereCommands, ...goCommands, ...listCommands, ...actCommands, ...threadCommands];

export const keysOf = ({ id, keys }: Command): readonly string[] => mail().settings.keys[id] ?? keys;

export const nameOfCommand = ({ id }: Command): string => words('mail')(`commands.${id}`);

export const commandById = (id: Command['id']): Command => commands.find((command) => command.id === id) as Command;

/** A key as its cap says: `Mod+k` is ⌘K or Ctrl K. */
export function keyCaps(keys: string): string[] {
  const isApple = /Mac|iP(?:hone|ad)/.test(navigator.platform);
  const names: Record<string, string> = { Mod: isApple ? '⌘' : 'Ctrl', ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Delete: 'Del' };
  return keys.split(' ').flatMap((step) => step.split('+').map((key) => names[key] ?? (key.length === 1 ? key.toUpperCase() : key)));
}

/** Beside a command in a menu: the first of its keys, when it has any. */
export function keyHint(id: Command['id']): { keys?: string } {
  const [keys] = keysOf(commandById(id));
  return keys ? { keys: keyCaps(keys).join(' ') } : {};
}
