import { back, clearSelection, escape, selectWhere, selectWhole, step, toggleSelected } from '../list/cursor.ts';
import { mail } from '../mail-store.ts';
import { openRow } from '../navigate.ts';
import type { ListEmail } from '../types.ts';
import type { Command } from './command.ts';

const select = (id: Command['id'], key: string, passes: (email: ListEmail) => unknown): Command => ({
  id,
  group: 'list',
  keys: [`* ${key}`],
  run: () => selectWhere(passes),
});

export const listCommands: Command[] = [
  { id: 'next', group: 'list', keys: ['j', 'ArrowDown'], run: () => step(1) },
  { id: 'previous', group: 'list', keys: ['k', 'ArrowUp'], run: () => step(-1) },
  { id: 'first', group: 'list', keys: ['Home'], run: () => step(-Infinity) },
  { id: 'last', group: 'list', keys: ['End'], run: () => step(Infinity) },
  { id: 'open', group: 'list', keys: ['o', 'Enter'], run: () => void openRow(mail().cursor) },
  { id: 'back', group: 'list', keys: ['u'], run: back },
  { id: 'escape', group: 'list', keys: ['Escape'], run: escape },
  { id: 'select', group: 'list', keys: ['x'], run: () => toggleSelected(mail().cursor) },
  select('selectAll', 'a', () => true),
  { id: 'selectWhole', group: 'list', keys: ['* Shift+a'], run: selectWhole, applies: () => mail().list.total > 0 },
  { id: 'selectNone', group: 'list', keys: ['* n'], run: clearSelection },
  select('selectRead', 'r', ({ keywords }) => keywords.$seen),
  select('selectUnread', 'u', ({ keywords }) => !keywords.$seen),
  select('selectStarred', 's', ({ keywords }) => keywords.$flagged),
  select('selectUnstarred', 't', ({ keywords }) => !keywords.$flagged),
];
