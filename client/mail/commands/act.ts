import { blockSenders, sendersToBlock } from '../acts/block.ts';
import { setRead, toggleMute, toggleStar } from '../acts/keywords.ts';
import { mail, mailboxByRole } from '../mail-store.ts';
import { isRefused } from '../acts/may.ts';
import { moveToRole } from '../acts/move.ts';
import { openRow } from '../navigate.ts';
import { openPicker } from '../acts/panels.ts';
import { unsnooze } from '../acts/snooze.ts';
import { targets } from '../acts/targets.ts';
import type { Command } from './command.ts';

const applies = () => mail().wholeQuery || targets().length > 0;
const isIn = (box: string) => mail().route.box === box;
const anyIs = (keyword: string) => targets().some((id) => mail().emails.get(id)?.keywords[keyword]);
const act = (id: Command['id'], keys: string[], run: () => void, when: () => boolean = () => true): Command => ({
  ...{ id, group: 'act', keys, run },
  applies: () => applies() && when(),
});

export const actCommands: Command[] = [
  act(
    'archive',
    ['e'],
    () => void moveToRole(targets(), 'archive'),
    () => !isIn('archive'),
  ),
  act(
    'moveToInbox',
    [],
    () => void moveToRole(targets(), 'inbox'),
    () => !isIn('inbox') && !isIn('snoozed'),
  ),
  act('delete', ['#', 'Delete'], () => void moveToRole(targets(), 'trash')),
  act(
    'junk',
    ['!'],
    () => void moveToRole(targets(), 'junk'),
    () => !isIn('junk'),
  ),
  act(
    'notJunk',
    [],
    () => void moveToRole(targets(), 'inbox'),
    () => isIn('junk'),
  ),
  act('star', ['s'], () => void toggleStar(targets())),
  act(
    'snooze',
    ['b'],
    () => openPicker('snooze'),
    () => !mail().wholeQuery,
  ),
  act('unsnooze', [], () => void unsnooze(targets()), isSnoozed),
  act(
    'mute',
    ['m'],
    () => void toggleMute(targets()),
    () => !anyIs('$muted'),
  ),
  act(
    'unmute',
    [],
    () => void toggleMute(targets()),
    () => anyIs('$muted'),
  ),
  act(
    'block',
    [],
    () => void blockSenders(targets()),
    () => !mail().wholeQuery && sendersToBlock(targets()).length > 0,
  ),
  act(
    'createRule',
    [],
    () => makeRule(targets()[0]),
    () => !mail().wholeQuery,
  ),
  act('move', ['v'], () => openPicker('move')),
  act('label', ['l'], () => openPicker('label')),
  act('markRead', ['Shift+i'], () => void setRead(targets(), true)),
  act('markUnread', ['Shift+u'], () => void setRead(targets(), false)),
  act('archivePrevious', ['['], () => archiveAnd(-1)),
  act('archiveNext', [']'], () => archiveAnd(1)),
  act('more', ['.'], openMore),
];

/** On the page of the rules, which begins one from this message. */
export function makeRule(emailId: string | undefined): void {
  if (emailId && !isRefused('createRule', [emailId])) location.assign(`/settings/rules?from=${encodeURIComponent(emailId)}`);
}

function isSnoozed(): boolean {
  const snoozed = mailboxByRole('snoozed')?.id;
  return snoozed !== undefined && targets().some((id) => mail().emails.get(id)?.mailboxIds[snoozed]);
}

/** Archives, then opens the one before or after. */
function archiveAnd(by: 1 | -1): void {
  const { cursor } = mail();
  if (isRefused('archive', targets())) return;
  void moveToRole(targets(), 'archive');
  void openRow(by === -1 ? Math.max(0, cursor - 1) : Math.min(cursor, mail().list.ids.length - 1));
}

/** The menu of everything else, of the open conversation or of the row under the cursor. */
function openMore(): void {
  const button = document.querySelector<HTMLElement>('[data-more-acts]');
  if (button && button.offsetParent !== null) return button.click();
  const row = document.querySelector<HTMLElement>(`[data-position="${mail().cursor}"]`);
  const place = row?.getBoundingClientRect();
  if (row && place)
    row.dispatchEvent(
      new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: place.left + 80, clientY: place.bottom - 8 }),
    );
}
