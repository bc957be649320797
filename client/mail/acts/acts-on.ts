/** The acts on some emails as a menu shows them: of a row, of the selection, of the open conversation. */
import { makeRule } from '../commands/act.ts';
import { blockSenders, sendersToBlock } from './block.ts';
import { commandById, keyHint, nameOfCommand } from '../commands/all.ts';
import type { CommandId } from '../commands/command.ts';
import { setRead, toggleMute, toggleStar } from './keywords.ts';
import { mail, mailboxByRole } from '../mail-store.ts';
import { refusalOf } from './may.ts';
import { moveToRole } from './move.ts';
import { openPicker } from './panels.ts';
import { mutedKeyword } from '../list/row-of.ts';
import { sharedOf } from '../shared.ts';
import { unsnooze } from './snooze.ts';

export interface Act {
  id: CommandId;
  name: string;
  keys?: string;
  /** Why it may not be done: with mail that somebody shares. */
  refusal: string | null;
  run: () => void;
}

export function actsOn(ids: string[]): Act[] {
  const { route, emails } = mail();
  const all = ids.map((id) => emails.get(id)).filter((email) => email !== undefined);
  const any = (keyword: string) => all.some(({ keywords }) => keywords[keyword]);
  const snoozedBox = mailboxByRole('snoozed')?.id;
  const isAsleep = snoozedBox !== undefined && all.some(({ mailboxIds }) => mailboxIds[snoozedBox]);
  const unread = all.some(({ keywords }) => !keywords.$seen);
  const isIn = (box: string) => route.box === box;
  const isOwn = !sharedOf(ids[0]); // what belongs to an account's owner is not even offered to others
  const entries: [CommandId, () => void, boolean?][] = [
    ['archive', () => void moveToRole(ids, 'archive'), !isIn('archive')],
    ['moveToInbox', () => void moveToRole(ids, 'inbox'), !isIn('inbox') && !isIn('junk') && !isAsleep],
    ['delete', () => void moveToRole(ids, 'trash')],
    ['notJunk', () => void moveToRole(ids, 'inbox'), isIn('junk')],
    ['snooze', () => openPicker('snooze', ids), isOwn],
    ['unsnooze', () => void unsnooze(ids), isAsleep],
    ['markRead', () => void setRead(ids, true), unread],
    ['markUnread', () => void setRead(ids, false), !unread],
    ['star', () => void toggleStar(ids)],
    ['move', () => openPicker('move', ids)],
    ['label', () => openPicker('label', ids), isOwn],
    [any(mutedKeyword) ? 'unmute' : 'mute', () => void toggleMute(ids), isOwn],
    ['block', () => void blockSenders(ids), isOwn && sendersToBlock(ids).length > 0],
    ['createRule', () => makeRule(ids[0]), isOwn && ids.length > 0],
    ['junk', () => void moveToRole(ids, 'junk'), !isIn('junk')],
  ];
  return entries
    .filter(([, , when = true]) => when)
    .map(([id, run]) => ({ id, name: nameOfCommand(commandById(id)), refusal: refusalOf(id, ids), run, ...keyHint(id) }));
}
