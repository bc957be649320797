/**
 * The compose windows that are open: at most three, docked side by side, one of them perhaps in the open conversation. Anything may open
 * one; components/compose shows them. Their sessions live here, so that a window may move without losing a letter.
 */
import { create } from 'zustand';
import type { ComposeRequest } from './compose-request.ts';
import { jmapConnection } from '../jmap/open-connection.ts';
import type { DraftSession } from './draft/draft-session.ts';
import { localDrafts } from './draft/local-drafts.ts';
import { needLater } from '../hooks/load-ahead.ts';
import { wordsOf } from '../i18n/words-of.ts';

export interface ComposeWindow {
  key: number;
  request: ComposeRequest;
  shown: 'docked' | 'minimised' | 'full' | 'inline';
  session: DraftSession | null;
  /** Why there is no session. */
  problem: string | null;
}
interface Windows {
  windows: ComposeWindow[];
  /** The conversation that has a place for an answer. */
  inlineThread: string | null;
}
export const mostWindows = 3;
let lastKey = 0;

export const useComposeWindows = create<Windows>(() => ({ windows: [], inlineThread: null }));

const isAnswer = ({ kind }: ComposeRequest) => kind === 'reply' || kind === 'replyAll' || kind === 'forward';

/** Opens a window, or brings back the one in which this draft is open already. An answer opens in its conversation where there is room. */
export function openCompose(request: ComposeRequest, shape: ComposeWindow['shown'] = 'docked'): void {
  const { windows, inlineThread } = useComposeWindows.getState();
  const same = request.kind === 'draft' ? windows.find((one) => isOf(one, request.emailId)) : undefined;
  if (same) {
    showCompose(same.key, 'docked');
    return;
  }
  const inline = inlineThread !== null && isAnswer(request) && matchMedia('(min-width: 640px)').matches;
  const opened: ComposeWindow = { key: ++lastKey, request, shown: inline ? 'inline' : shape, session: null, problem: null };
  const others = windows.map((one) => (inline && one.shown === 'inline' ? { ...one, shown: 'minimised' as const } : one));
  // The oldest makes room by closing: its draft has been saved by itself.
  for (const { key } of others.slice(0, Math.max(0, others.length - (mostWindows - 1)))) closeCompose(key);
  useComposeWindows.setState({ windows: [...others.slice(-(mostWindows - 1)), opened] });
  void begin(opened.key, request);
}

export function closeCompose(key: number): void {
  const own = useComposeWindows.getState().windows.find((one) => one.key === key);
  useComposeWindows.setState(({ windows }) => ({ windows: windows.filter((one) => one.key !== key) }));
  void own?.session?.close();
}

export function showCompose(key: number, shown: ComposeWindow['shown']): void {
  useComposeWindows.setState(({ windows }) => ({ windows: windows.map((one) => (one.key === key ? { ...one, shown } : one)) }));
}

/** What a closed laptop or another tab is to find on the server. */
export function flushAll(): void {
  for (const { session } of useComposeWindows.getState().windows) void session?.flush();
}

/** A conversation comes with a place for an answer. The result takes it away: what was begun there goes on in a docked window. */
export function offerInline(threadId: string): () => void {
  useComposeWindows.setState({ inlineThread: threadId });
  return () => {
    const { windows, inlineThread } = useComposeWindows.getState();
    if (inlineThread === threadId) useComposeWindows.setState({ inlineThread: null });
    for (const own of windows) {
      if (own.shown !== 'inline') continue;
      if (own.session?.isTouched) showCompose(own.key, 'minimised');
      else closeCompose(own.key);
    }
  };
}

function isOf(window: ComposeWindow, emailId: string | undefined): boolean {
  if (emailId === undefined) return false;
  return window.session?.store.getState().savedId === emailId || (window.request.kind === 'draft' && window.request.emailId === emailId);
}

async function begin(key: number, request: ComposeRequest): Promise<void> {
  const put = (change: Partial<ComposeWindow>) =>
    useComposeWindows.setState(({ windows }) => ({ windows: windows.map((one) => (one.key === key ? { ...one, ...change } : one)) }));
  try {
    const session = await startSession();
    if (!useComposeWindows.getState().windows.some((one) => one.key === key)) return await session.close(); // shut before it was there
    put({ session });
    await session.load(request);
  } catch (error) {
    put({ problem: wordsOf(error) });
  }
}

const sessions = () => import('./draft/draft-session.ts');
needLater(sessions);

async function startSession(): Promise<DraftSession> {
  const [connection, { DraftSession }] = await Promise.all([jmapConnection(), sessions()]);
  return new DraftSession({
    connection,
    now: () => new Date(),
    newId: () => crypto.randomUUID(),
    keep: localDrafts(),
    defaultProtection: later,
  });
}

/** What knows of keys is loaded behind the window. */
async function later(emails: readonly string[], own: string) {
  const { defaultProtection } = await import('../crypto/default-protection.ts');
  return defaultProtection(emails, own);
}
