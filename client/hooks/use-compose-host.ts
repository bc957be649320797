/** What belongs to all compose windows: nothing is lost when the page goes, the address names the open drafts, and a tab's leftovers are saved. */
import { useEffect } from 'react';
import { flushAll, openCompose, useComposeWindows, type ComposeWindow } from '../compose/open-compose.ts';
import { recoverDrafts } from '../compose/draft/recover-drafts.ts';
import { useMail } from '../mail/mail-store.ts';

export function useComposeHost(): void {
  useEffect(() => {
    for (const emailId of new URLSearchParams(location.search).get('c')?.split(',').filter(Boolean).slice(0, 3) ?? [])
      openCompose({ kind: 'draft', emailId }, shownBefore(emailId));
    const asked = new URLSearchParams(location.search);
    const [template, to] = [asked.get('template'), asked.get('to')];
    if (template) openCompose({ kind: 'template', emailId: template });
    if (to) openCompose({ kind: 'new', to, subject: asked.get('subject') ?? '', text: asked.get('body') ?? '' });
    if (template || to) history.replaceState(history.state, '', location.pathname); // once: not again at a reload
    void recoverDrafts();
    const online = () => {
      flushAll();
      void recoverDrafts();
    };
    document.addEventListener('visibilitychange', flushAll);
    window.addEventListener('pagehide', flushAll);
    window.addEventListener('online', online);
    return () => {
      document.removeEventListener('visibilitychange', flushAll);
      window.removeEventListener('pagehide', flushAll);
      window.removeEventListener('online', online);
    };
  }, []);
  useAddress();
  useOthers();
}

/** When mail changes, one of the open drafts may have been written somewhere else. */
function useOthers(): void {
  const state = useMail((mail) => mail.state);
  useEffect(() => {
    for (const { session } of useComposeWindows.getState().windows) void session?.lookForOthers();
  }, [state]);
}

const shapesKey = 'posthorn.compose';

/** How the window stood before the reload; in its conversation it cannot be again, as that may not be open. */
function shownBefore(emailId: string): ComposeWindow['shown'] {
  const kept = JSON.parse(sessionStorage.getItem(shapesKey) ?? '{}') as Record<string, ComposeWindow['shown'] | undefined>;
  const shown = kept[emailId];
  return shown === 'minimised' || shown === 'full' ? shown : 'docked';
}

/** `?c=draftId,draftId` (ux, section 2): a reload, or the address in another tab, opens the same drafts. */
function useAddress(): void {
  const windows = useComposeWindows((state) => state.windows);
  const route = useMail((state) => state.route);
  useEffect(() => {
    const write = () => {
      const ids = windows.flatMap(({ session }) => session?.store.getState().savedId ?? []);
      const shapes = windows.map(({ session, shown }) => [session?.store.getState().savedId ?? '', shown]);
      sessionStorage.setItem(shapesKey, JSON.stringify(Object.fromEntries(shapes)));
      const url = new URL(location.href);
      if ((url.searchParams.get('c') ?? '') === ids.join(',')) return;
      if (ids.length > 0) url.searchParams.set('c', ids.join(','));
      else url.searchParams.delete('c');
      history.replaceState(history.state, '', url.href.replaceAll('%2C', ','));
    };
    if (windows.every(({ session, problem }) => session ?? problem)) write(); // not while the first are being opened
    const stops = windows.flatMap(({ session }) => session?.store.subscribe(write) ?? []);
    return () => {
      for (const stop of stops) stop();
    };
  }, [windows, route]);
}
