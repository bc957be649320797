/** What a person can do, once: the keyboard, the palette, the help sheet and the menus are made from the same list. */
import type { Messages } from '#messages/rooms.ts';

export type CommandId = keyof Messages['mail']['commands'];
export type CommandGroup = keyof Messages['mail']['commandGroups'];

export interface Command {
  id: CommandId;
  group: CommandGroup;
  /** The keys that do it unless a person chose others: `e`, `g i` (one after the other), `Mod+k`, `Shift+i`. */
  keys: string[];
  run: () => void;
  /** Whether it can be done now; left out: always. */
  applies?: () => boolean;
}
