/** The browser's model: mailboxes, emails and threads by id, and the one list that is shown. Optimistic changes are made here first. */
import { create } from 'zustand';
import { defaultSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import type { Route } from './route.ts';
import type { FullEmail, ListEmail, Mailbox } from './types.ts';

export interface ListState {
  /** Which query this is of; a change of it starts the list anew. */
  key: string;
  /** Email ids by position; undefined where no window has been loaded. */
  ids: (string | undefined)[];
  total: number;
  status: 'loading' | 'ready' | 'failed';
  error: string | null;
  /** What this device knows of it, as the server cannot be asked. */
  isLocal?: boolean;
}
export interface Activity {
  id: number;
  text: string;
  undo: (() => Promise<void>) | null;
}
export interface MailState {
  route: Route;
  settings: AccountSettings;
  mailboxes: Mailbox[];
  /** What others share; null while it is not known. Never kept on the device. */
  shared: SharedAccount[] | null;
  quota: { used: number; limit: number | null };
  /** The address that was signed in with. */
  me: string;
  emails: Map<string, ListEmail>;
  full: Map<string, FullEmail>;
  /** Email ids of a thread, oldest first. */
  threads: Map<string, string[]>;
  list: ListState;
  /** Position of the keyboard's cursor in the list. */
  cursor: number;
  /** Counts the moves of the cursor that the list is to scroll to. */
  reveal: number;
  /** Messages that came above what is being read. */
  newAbove: number;
  selected: Set<string>;
  activity: Activity | null;
  /** What `z` takes back, the last one last. */
  undoable: (() => Promise<void>)[];
  online: boolean;
  /** Changes that wait for the network. */
  queued: number;
  state: string | null;
  panel: Panel | null;
  /** What an open picker acts on. */
  panelTargets: string[];
  /** All that the shown list's query finds is selected, also what was never loaded. */
  wholeQuery: boolean;
  /** A change of everything that a query finds, while the server is at it. */
  bulk: { text: string; done: number; total: number } | null;
  /** The mailbox that a dialog is about: a new one inside `parentId`, or one that is changed. */
  editing: { kind: 'new'; parentId: string | null; isLabel: boolean } | { kind: 'rename' | 'delete'; id: string } | null;
  /** Where words of the search stand in what was found, by email. */
  snippets: Map<string, { subject: string | null; preview: string | null }>;
  /** The host whose Authentication-Results are our server's own (RFC 8601 §5). */
  hostname: string;
}
/** The mailboxes of somebody else that may be seen here (RFC 8621 §2: `myRights` says what may be done in each). */
export interface SharedAccount {
  id: string;
  /** The owner's address. */
  name: string;
  mailboxes: Mailbox[];
  /** Another one: something has changed there. */
  state: string;
}
export type Panel = 'help' | 'move' | 'label' | 'snooze' | 'palette' | 'drawer' | 'mailbox' | 'emptyMailbox';

export const emptyList: ListState = { key: '', ids: [], total: 0, status: 'loading', error: null };

export const useMail = create<MailState>(() => ({
  route: { box: 'inbox', threadId: null, q: '' },
  settings: defaultSettings,
  mailboxes: [],
  shared: null,
  quota: { used: 0, limit: null },
  me: '',
  emails: new Map(),
  full: new Map(),
  threads: new Map(),
  list: emptyList,
  cursor: 0,
  reveal: 0,
  newAbove: 0,
  selected: new Set(),
  activity: null,
  undoable: [],
  online: true,
  queued: 0,
  state: null,
  panel: null,
  panelTargets: [],
  wholeQuery: false,
  bulk: null,
  editing: null,
  snippets: new Map(),
  hostname: '',
}));

export const mail = () => useMail.getState();
export const setMail = useMail.setState;

export function mailboxByRole(role: string): Mailbox | undefined {
  return mail().mailboxes.find((mailbox) => mailbox.role === role);
}

/** The mailbox that a route's first word stands for; undefined for views over all mail. */
export function mailboxOfRoute(box: string): Mailbox | undefined {
  const { mailboxes, shared } = mail();
  const isOf = (mailbox: Mailbox) => mailbox.id === box;
  return mailboxes.find((mailbox) => mailbox.role === box || isOf(mailbox)) ?? shared?.flatMap((one) => one.mailboxes).find(isOf);
}

/** Puts emails in, keeping what is known of others. */
export function putEmails(list: readonly ListEmail[]): void {
  setMail(({ emails }) => {
    const next = new Map(emails);
    for (const email of list) next.set(email.id, { ...next.get(email.id), ...email });
    return { emails: next };
  });
}
