/** What belongs to all compose windows: nothing is lost when the page goes, the address names the open drafts, and a tab's leftovers are saved. */
import { useEffect } from 'react';
import { flushAll, openCompose, useComposeWindows } from '../compose/open-compose.ts';
import { recoverDrafts } from '../compose/recover-drafts.ts';
import { useMail } from '../mail/mail-store.ts';

export function useComposeHost(): void {
  useEffect(() => {
    for (const emailId of new URLSearchParams(location.search).get('c')?.split(',').filter(Boolean).slice(0, 3) ?? [])
      openCompose({ kind: 'draft', emailId });
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
}

/** `?c=draftId,draftId` (ux, section 2): a reload, or the address in another tab, opens the same drafts. */
function useAddress(): void {
  const windows = useComposeWindows((state) => state.windows);
  const route = useMail((state) => state.route);
  useEffect(() => {
    const write = () => {
      const ids = windows.flatMap(({ session }) => session?.store.getState().savedId ?? []);
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
