import { mail, setMail } from '../mail-store.ts';
import { openBox } from '../navigate.ts';
import type { Command } from './command.ts';

const place = (id: Command['id'], box: string, key: string): Command => ({
  id,
  group: 'go',
  keys: [`g ${key}`],
  run: () => openBox(box),
});

export const goCommands: Command[] = [
  place('goInbox', 'inbox', 'i'),
  place('goStarred', 'starred', 's'),
  place('goSnoozed', 'snoozed', 'b'),
  place('goDrafts', 'drafts', 'd'),
  place('goSent', 'sent', 't'),
  place('goAll', 'all', 'a'),
  { id: 'goContacts', group: 'go', keys: ['g c'], run: () => location.assign('/contacts') },
  { id: 'goLabel', group: 'go', keys: ['g l'], run: () => setMail({ panel: 'palette' }), applies: () => mail().mailboxes.length > 0 },
];
