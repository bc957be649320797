/** What was done last, and the way back: the toast and `z`. */
import { words } from '../i18n/words.ts';
import { wordsOf } from '../i18n/words-of.ts';
import { mail, setMail } from './mail-store.ts';

let lastActivity = 0;

export function showActivity(text: string, undo: (() => Promise<void>) | null): void {
  const id = ++lastActivity;
  setMail(({ undoable }) => ({ activity: { id, text, undo }, undoable: undo ? [...undoable, undo].slice(-50) : undoable }));
  setTimeout(() => mail().activity?.id === id && setMail({ activity: null }), 10_000);
}

export function showProblem(error: unknown): void {
  showActivity(words('mail')('failed', { reason: wordsOf(error) }), null);
}

export async function undoLast(): Promise<void> {
  const undo = mail().undoable.at(-1);
  if (!undo) return;
  setMail(({ undoable }) => ({ activity: null, undoable: undoable.slice(0, -1) }));
  await undo().catch((error: unknown) => showActivity(words('mail')('undoFailed', { reason: wordsOf(error) }), null));
}
