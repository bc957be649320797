/** The key map (ux, section 5): Gmail's. */
import { openCompose } from '../compose/open-compose.ts';
import { moveToRole, setKeyword, targets, undoLast } from './actions.ts';
import { mail, setMail } from './mail-store.ts';
import { go, openBox, openRow } from './navigate.ts';

import type { ListEmail } from './types.ts';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;
let pending: { key: string; at: number } | undefined;

const places: Record<string, string> = { i: 'inbox', s: 'starred', t: 'sent', d: 'drafts', a: 'all' };

const choices: Record<string, (email: ListEmail) => unknown> = {
  a: () => true,
  n: () => false,
  r: ({ keywords }) => keywords.$seen,
  u: ({ keywords }) => !keywords.$seen,
  s: ({ keywords }) => keywords.$flagged,
  t: ({ keywords }) => !keywords.$flagged,
};

const keys: Record<string, () => void> = {
  c: () => openCompose({ kind: 'new' }),
  '/': () => document.querySelector<HTMLInputElement>('[role=searchbox]')?.focus(),
  '?': () => setMail({ panel: 'help' }),
  z: () => void undoLast(),
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  Home: () => step(-Infinity),
  End: () => step(Infinity),
  n: () => stepInConversation(1),
  p: () => stepInConversation(-1),
  o: () => void openRow(mail().cursor),
  Enter: () => void openRow(mail().cursor),
  u: back,
  Escape: () => (mail().panel ? setMail({ panel: null }) : mail().selected.size > 0 ? setMail({ selected: new Set() }) : back()),
  x: () => toggleSelected(mail().cursor),
  e: () => void moveToRole(targets(), 'archive'),
  '#': () => void moveToRole(targets(), 'trash'),
  Delete: () => void moveToRole(targets(), 'trash'),
  '!': () => void moveToRole(targets(), 'junk'),
  s: () => void toggleStar(targets()),
  '[': () => archiveAnd(-1),
  ']': () => archiveAnd(1),
  v: () => setMail({ panel: 'move' }),
  l: () => setMail({ panel: 'move' }),
  I: () => void setKeyword(targets(), '$seen', true),
  U: () => void setKeyword(targets(), '$seen', false),
  r: () => answer('reply'),
  a: () => answer('replyAll'),
  f: () => answer('forward'),
};

/** True when the key meant something. */
export function runKey({ key, ctrlKey, metaKey, altKey }: Key): boolean {
  if (ctrlKey || metaKey || altKey) return false;
  const now = Date.now();
  if (pending && now - pending.at < 1500) {
    const first = pending.key;
    pending = undefined;
    const place = places[key];
    if (first === 'g' && place) return (openBox(place), true);
    const chosen = choices[key];
    if (first === '*' && chosen) return (selectWhere(chosen), true);
  }
  if (key === 'g' || key === '*') {
    pending = { key, at: now };
    return true;
  }
  const act = keys[key];
  act?.();
  return act !== undefined;
}

export function step(by: number): void {
  const { cursor, list, route } = mail();
  const next = Math.max(0, Math.min(list.total - 1, cursor + by));
  setMail(({ reveal }) => ({ cursor: next, reveal: reveal + 1 }));
  if (route.threadId && next !== cursor) void openRow(next);
}

/** The next message of the open conversation gets the focus. */
function stepInConversation(by: number): void {
  const buttons = [...document.querySelectorAll<HTMLElement>('.message-card button[aria-expanded]')];
  const at = buttons.findIndex((button) => button.closest('.message-card')?.contains(document.activeElement));
  const next = buttons[Math.max(0, Math.min(buttons.length - 1, at + by))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Archives, then opens the one before or after. */
function archiveAnd(by: 1 | -1): void {
  const { cursor } = mail();
  void moveToRole(targets(), 'archive');
  if (by === -1) void openRow(Math.max(0, cursor - 1));
}

/** Selects, of what is loaded, what passes. */
export function selectWhere(passes: (email: ListEmail) => unknown): void {
  const { list, emails } = mail();
  const ids = list.ids.filter((id) => {
    const email = id === undefined ? undefined : emails.get(id);
    return email !== undefined && passes(email);
  });
  setMail({ selected: new Set(ids.filter((id) => id !== undefined)) });
}

function back(): void {
  const { route } = mail();
  if (route.threadId) go({ ...route, threadId: null });
  else if (route.box === 'search') openBox('inbox');
}

export function toggleSelected(position: number, through = false): void {
  const { list, selected, cursor } = mail();
  const next = new Set(selected);
  const [from, to] = through ? [Math.min(cursor, position), Math.max(cursor, position)] : [position, position];
  const ids = list.ids.slice(from, to + 1).filter((id) => id !== undefined);
  const add = through || ids.some((id) => !next.has(id));
  for (const id of ids)
    if (add) next.add(id);
    else next.delete(id);
  setMail({ selected: next, cursor: position });
}

export function toggleStar(ids: string[]): Promise<void> {
  const on = ids.some((id) => mail().emails.get(id)?.keywords.$flagged);
  const last = ids.at(-1);
  return setKeyword(on ? ids : last ? [last] : [], '$flagged', !on);
}

/** Answers the newest message of the open conversation that is no draft. */
export function answer(kind: 'reply' | 'replyAll' | 'forward', emailId?: string): void {
  const { route, threads, emails } = mail();
  const ids = route.threadId ? (threads.get(route.threadId) ?? []) : targets();
  const id = emailId ?? ids.findLast((one) => !emails.get(one)?.keywords.$draft);
  if (id) openCompose({ kind, emailId: id });
}
