/** What people do with mail: each act changes the model first, then the server; a failure puts it back and says why; `z` undoes the last. */
import { callMail, messageOf } from './call.ts';
import { mail, mailboxByRole, mailboxOfRoute, setMail } from './mail-store.ts';
import { openThread } from './navigate.ts';
import { reloadShown } from './reload-list.ts';
import { catchUp } from './sync.ts';
import type { ListEmail } from './types.ts';

type Patch = Record<string, true | null>;
let lastActivity = 0;

/** Applies a patch (RFC 8620 §5.3) to each email; the result takes all of it back. */
async function change(emailIds: string[], patchOf: (email: ListEmail) => Patch, text: string | null): Promise<void> {
  const before = emailIds.map((id) => mail().emails.get(id)).filter((email) => email !== undefined);
  const patches = new Map(before.map((email) => [email.id, patchOf(email)] as const).filter(([, patch]) => Object.keys(patch).length > 0));
  if (patches.size === 0) return;
  apply(patches);
  const restore = () => apply(new Map(before.map((email) => [email.id, reverse(patches.get(email.id) ?? {}, email)])));
  const undo = async () => {
    const back = new Map(before.map((email) => [email.id, reverse(patches.get(email.id) ?? {}, email)]));
    apply(back);
    await send(back);
    await catchUp();
    await reloadShown();
  };
  if (text) showActivity(text, undo);
  try {
    await send(patches);
  } catch (error) {
    restore();
    void catchUp();
    void reloadShown();
    showActivity(`That did not work: ${messageOf(error)}`, null);
  }
}

function apply(patches: Map<string, Patch>): void {
  setMail(({ emails, full }) => {
    const nextEmails = new Map(emails);
    const nextFull = new Map(full);
    for (const [id, patch] of patches) {
      const email = nextEmails.get(id);
      if (email) nextEmails.set(id, patched(email, patch));
      const whole = nextFull.get(id);
      if (whole) nextFull.set(id, patched(whole, patch));
    }
    return { emails: nextEmails, full: nextFull };
  });
}

function patched<T extends ListEmail>(email: T, patch: Patch): T {
  const next = { ...email, keywords: { ...email.keywords }, mailboxIds: { ...email.mailboxIds } };
  for (const [path, value] of Object.entries(patch)) {
    const [property, key = ''] = path.split('/');
    const target = property === 'keywords' ? next.keywords : next.mailboxIds;
    if (value) target[key] = true;
    else delete target[key];
  }
  return next;
}

function reverse(patch: Patch, email: ListEmail): Patch {
  return Object.fromEntries(
    Object.keys(patch).map((path) => {
      const [property, key = ''] = path.split('/');
      return [path, (property === 'keywords' ? email.keywords : email.mailboxIds)[key] ? true : null];
    }),
  );
}

async function send(patches: Map<string, Patch>): Promise<void> {
  const answer = await callMail([['Email/set', { update: Object.fromEntries(patches) }, 'set']]);
  const refused = Object.values((answer('set').notUpdated as Record<string, { type: string; description?: string }> | null) ?? {});
  if (refused[0]) throw new Error(refused[0].description ?? refused[0].type);
}

export function showActivity(text: string, undo: (() => Promise<void>) | null): void {
  const id = ++lastActivity;
  setMail(({ undoable }) => ({ activity: { id, text, undo }, undoable: undo ? [...undoable, undo].slice(-50) : undoable }));
  setTimeout(() => mail().activity?.id === id && setMail({ activity: null }), 10_000);
}

export async function undoLast(): Promise<void> {
  const undo = mail().undoable.at(-1);
  if (!undo) return;
  setMail(({ undoable }) => ({ activity: null, undoable: undoable.slice(0, -1) }));
  await undo().catch((error: unknown) => showActivity(`It could not be undone: ${messageOf(error)}`, null));
}

export function setKeyword(emailIds: string[], keyword: string, on: boolean): Promise<void> {
  return change(emailIds, (email) => (Boolean(email.keywords[keyword]) === on ? {} : { [`keywords/${keyword}`]: on ? true : null }), null);
}

/** Moves whole conversations out of the list's mailbox; the reading pane goes on to the next. */
export async function moveTo(emailIds: string[], targetId: string, text: string): Promise<void> {
  const { route } = mail();
  const here = mailboxOfRoute(route.box);
  const sent = [mailboxByRole('sent')?.id, mailboxByRole('drafts')?.id];
  leaveList(emailIds);
  await change(
    emailIds,
    (email) => {
      if (email.mailboxIds[targetId]) return {};
      const from = Object.keys(email.mailboxIds).filter((id) => (here ? id === here.id : !sent.includes(id)));
      if (from.length === 0) return {}; // another message of the conversation, which lives elsewhere
      return { ...Object.fromEntries(from.map((id) => [`mailboxIds/${id}`, null])), [`mailboxIds/${targetId}`]: true };
    },
    text,
  );
}

export function moveToRole(emailIds: string[], role: 'archive' | 'trash' | 'junk' | 'inbox'): Promise<void> {
  const target = mailboxByRole(role);
  if (!target) {
    showActivity(`There is no mailbox for ${role} in this account.`, null);
    return Promise.resolve();
  }
  const words = { archive: 'Archived', trash: 'Moved to Trash', junk: 'Reported as junk', inbox: 'Moved to Inbox' };
  return moveTo(emailIds, target.id, words[role]);
}

/** Takes the conversations of these emails from the shown list at once, and opens what comes in their place. */
function leaveList(emailIds: string[]): void {
  const threads = new Set(emailIds.map((id) => mail().emails.get(id)?.threadId));
  const { list, route, cursor } = mail();
  const gone = (id: string | undefined) => id !== undefined && threads.has(mail().emails.get(id)?.threadId);
  const at = list.ids.findIndex(gone);
  const ids = list.ids.filter((id) => !gone(id));
  const removed = list.ids.length - ids.length;
  const nextCursor = Math.max(0, Math.min(at >= 0 ? at : cursor, ids.length - 1));
  setMail({ list: { ...list, ids, total: list.total - removed }, cursor: nextCursor, selected: new Set() });
  if (!route.threadId || !threads.has(route.threadId)) return;
  const next = ids[nextCursor];
  openThread(next ? (mail().emails.get(next)?.threadId ?? null) : null, { replace: true });
}

/** The emails that an act on a row means: all of its conversation that are known. */
export function conversationOf(emailId: string): string[] {
  const threadId = mail().emails.get(emailId)?.threadId;
  const all = (threadId && mail().threads.get(threadId)) || [emailId];
  return all.filter((id) => mail().emails.has(id));
}

/** What keys and the toolbar act on: the selection, else the open conversation, else the row under the cursor. */
export function targets(): string[] {
  const { selected, route, threads, list, cursor } = mail();
  if (selected.size > 0) return [...selected].flatMap(conversationOf);
  if (route.threadId) return (threads.get(route.threadId) ?? []).filter((id) => mail().emails.has(id));
  const id = list.ids[cursor];
  return id ? conversationOf(id) : [];
}
