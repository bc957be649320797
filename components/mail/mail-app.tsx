'use client';
/** The webmail's shell: sidebar, list and reading pane over the browser's own model. Rendered in the browser alone. */
import { ComposeHost } from '#components/compose/compose-host.tsx';
import { useMail } from '#client/mail/mail-store.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { useMailKeys } from '#client/hooks/use-mail-keys.ts';
import { useMailSession } from '#client/hooks/use-mail-session.ts';
import { ActivityToast } from './activity-toast.tsx';
import { HelpSheet } from './help-sheet.tsx';
import { ListPane } from './list-pane.tsx';
import { MovePicker } from './move-picker.tsx';
import { OriginalSheet } from './original-sheet.tsx';
import { ReadingPane } from './reading-pane.tsx';
import { Sidebar } from './sidebar.tsx';
import { TopBar } from './top-bar.tsx';
import './mail.css';

export function MailApp({ email, isAdmin }: { email: string; isAdmin: boolean }) {
  return useInBrowser() ? <Shell email={email} isAdmin={isAdmin} /> : <div className="h-dvh bg-bg" />;
}

function Shell({ email, isAdmin }: { email: string; isAdmin: boolean }) {
  useMailSession(email);
  useMailKeys();
  const isReading = useMail((state) => state.route.threadId !== null);
  const panel = useMail((state) => state.panel);
  const pane = useMail((state) => state.settings.readingPane);
  return (
    <div className="mail-shell" data-reading={isReading} data-drawer={panel === 'drawer'}>
      <TopBar email={email} isAdmin={isAdmin} />
      <Sidebar />
      <main className="mail-panel" data-pane={pane}>
        <ListPane />
        <ReadingPane />
      </main>
      {panel === 'help' && <HelpSheet />}
      {panel === 'original' && <OriginalSheet />}
      {panel === 'move' && <MovePicker />}
      <ActivityToast />
      <ComposeHost />
    </div>
  );
}
