/** The cursor and the selection of the list, and going through a conversation. */
import { mail, setMail } from '../mail-store.ts';
import { go, openBox, openRow } from '../navigate.ts';
import { sharedHere } from '../shared.ts';
import type { ListEmail } from '../types.ts';

export function step(by: number): void {
  const { cursor, list, route } = mail();
  const next = Math.max(0, Math.min(list.total - 1, cursor + by));
  setMail(({ reveal }) => ({ cursor: next, reveal: reveal + 1 }));
  if (route.threadId && next !== cursor) void openRow(next);
}

/** The next message of the open conversation gets the focus. */
export function stepInConversation(by: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>('.message-card')];
  const at = cards.findIndex((card) => card.contains(document.activeElement));
  const next = cards[Math.max(0, Math.min(cards.length - 1, at + by))];
  next?.querySelector<HTMLElement>('button')?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

/** Opens or folds all messages of the conversation: each card listens. */
export function unfoldAll(open: boolean): void {
  window.dispatchEvent(new CustomEvent('posthorn-unfold', { detail: open }));
}

/** Selects, of what is loaded, what passes. */
export function selectWhere(passes: (email: ListEmail) => unknown): void {
  const { list, emails } = mail();
  const ids = list.ids.filter((id) => {
    const email = id === undefined ? undefined : emails.get(id);
    return email !== undefined && passes(email);
  });
  setMail({ selected: new Set(ids.filter((id) => id !== undefined)), wholeQuery: false });
}

/** Everything that the list's query finds, loaded or not. */
export function selectWhole(): void {
  selectWhere(() => true);
  setMail({ wholeQuery: !sharedHere() }); // the server changes a whole query in one's own account alone
}

export const clearSelection = () => setMail({ selected: new Set(), wholeQuery: false });

export function back(): void {
  const { route } = mail();
  if (route.threadId) go({ ...route, threadId: null });
  else if (route.box === 'search') openBox('inbox');
}

/** Escape: the innermost thing that is open goes first. */
export function escape(): void {
  if (mail().panel) setMail({ panel: null });
  else if (mail().selected.size > 0) clearSelection();
  else back();
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
  setMail({ selected: next, wholeQuery: false, cursor: position });
}
