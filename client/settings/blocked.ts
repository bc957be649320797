/** Whose mail goes to Junk: one list, which stands in the rules and is heeded at delivery. The menus of the mail and the settings share it. */
import { MethodError } from '../jmap/connection.ts';
import { callAccount } from '../jmap/call-account.ts';

export interface Blocked {
  blocked: string[];
  /** False: a script of the user's own decides about new mail instead. */
  isActive: boolean;
}

interface Book extends Blocked {
  rules: unknown[];
  state: string;
}

async function readBook(): Promise<Book> {
  const answer = (await callAccount([['Rules/get', { ids: ['singleton'], properties: ['blocked', 'isActive', 'rules'] }, 'get']]))('get');
  const [found] = answer.list as Omit<Book, 'state'>[];
  if (!found) throw new MethodError('notFound', '');
  return { ...found, state: String(answer.state) };
}

export async function loadBlocked(): Promise<Blocked> {
  const { blocked, isActive } = await readBook();
  return { blocked: [...blocked].sort(), isActive };
}

/**
 * Changes the list as it is now, also when another device changes it at the same time. It is applied from then on, but where other rules
 * wait behind a script of the user's own: those are not begun by the way.
 */
export async function changeBlocked(change: (blocked: readonly string[]) => string[]): Promise<Blocked> {
  const { blocked, isActive, rules, state } = await readBook();
  const next = change(blocked);
  const starts = !isActive && rules.length === 0 && next.length > 0;
  const patch = { blocked: next, ...(starts ? { isActive: true } : {}) };
  try {
    const answer = (await callAccount([['Rules/set', { update: { singleton: patch }, ifInState: state }, 'set']]))('set');
    const refused = (answer.notUpdated as Record<string, { type: string; description?: string }> | null)?.singleton;
    if (refused) throw new MethodError(refused.type, refused.description);
  } catch (error) {
    if (error instanceof MethodError && error.type === 'stateMismatch') return changeBlocked(change);
    throw error;
  }
  return { blocked: next, isActive: isActive || starts };
}
