'use client';
/** A draft in a browser window of its own. */
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useEffect, useState } from 'react';
import { closeCompose, flushAll, openCompose, useComposeWindows } from '#client/compose/open-compose.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { useSessionState } from '#client/hooks/use-draft-session.ts';
import type { DraftSession } from '#client/compose/draft/draft-session.ts';
import { UnlockDialog } from '#components/reading/protection/unlock-dialog.tsx';
import './compose.css';
import { SaveWords } from './save-words.tsx';
import { SentToast } from '#components/compose/sending/sent-toast.tsx';

// The editor needs a document: it is not even loaded where there is none.
const ComposeForm = lazy(() => import('./compose-form.tsx').then((module) => ({ default: module.ComposeForm })));

export function ComposePage({ draftId }: { draftId: string }) {
  return useInBrowser() ? <Page draftId={draftId} /> : <div className="h-dvh bg-bg" />;
}

function Page({ draftId }: { draftId: string }) {
  const t = useTranslations('compose');
  const own = useComposeWindows((state) => state.windows[0]);
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    openCompose({ kind: 'draft', emailId: draftId });
    document.addEventListener('visibilitychange', flushAll);
    window.addEventListener('pagehide', flushAll);
    return () => {
      document.removeEventListener('visibilitychange', flushAll);
      window.removeEventListener('pagehide', flushAll);
      for (const { key } of useComposeWindows.getState().windows) closeCompose(key);
    };
  }, [draftId]);
  const finish = () => {
    if (own) closeCompose(own.key);
    setOver(true);
  };
  return (
    <main className="compose flex h-dvh flex-col bg-raised" aria-label={t('newMessage')}>
      {own?.session ? (
        <>
          <Head session={own.session} />
          <Suspense fallback={null}>
            <ComposeForm session={own.session} kind="draft" onClose={finish} />
          </Suspense>
        </>
      ) : (
        <p role={own?.problem ? 'alert' : 'status'} className="p-6 text-fg-2">
          {own?.problem ?? (isOver ? t('windowDone') : t('opening'))}
        </p>
      )}
      <SentToast />
      <UnlockDialog />
    </main>
  );
}

function Head({ session }: { session: DraftSession }) {
  const t = useTranslations('compose');
  const { draft, save } = useSessionState(session);
  const title = draft.subject || t('newMessage');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <header className="flex h-11 flex-none items-center border-b border-border px-4.5">
      <h1 dir="auto" className="min-w-0 flex-1 truncate text-[14px] leading-5.5 font-semibold">
        {title}
      </h1>
      <span role="status" className="flex items-center gap-1.5 text-[12px] whitespace-nowrap text-fg-3 tabular-nums">
        <SaveWords save={save} />
      </span>
    </header>
  );
}
