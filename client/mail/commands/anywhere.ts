import { openCompose, showCompose, useComposeWindows } from '../../compose/open-compose.ts';
import { undoLast } from '../activity.ts';
import { mail, setMail } from '../mail-store.ts';
import { reloadShown } from '../list/reload-list.ts';
import type { Command } from './command.ts';

export const anywhereCommands: Command[] = [
  { id: 'palette', group: 'anywhere', keys: ['Mod+k'], run: () => setMail({ panel: 'palette' }) },
  { id: 'compose', group: 'anywhere', keys: ['c'], run: () => openCompose({ kind: 'new' }) },
  { id: 'composeFull', group: 'anywhere', keys: ['d'], run: composeFull },
  { id: 'search', group: 'anywhere', keys: ['/'], run: () => document.querySelector<HTMLInputElement>('[role=searchbox]')?.focus() },
  { id: 'undo', group: 'anywhere', keys: ['z'], run: () => void undoLast(), applies: () => mail().undoable.length > 0 },
  { id: 'refresh', group: 'anywhere', keys: [], run: () => void reloadShown() },
  { id: 'help', group: 'anywhere', keys: ['?'], run: () => setMail({ panel: 'help' }) },
  { id: 'settings', group: 'anywhere', keys: [], run: () => location.assign('/settings') },
];

/** A window over the whole page. */
function composeFull(): void {
  openCompose({ kind: 'new' });
  const newest = useComposeWindows.getState().windows.at(-1);
  if (newest) showCompose(newest.key, 'full');
}
