'use client';
/** The webmail's shell: sidebar, list and reading pane over the browser's own model. Rendered in the browser alone. */
import { ComposeHost } from '#components/compose/compose-host.tsx';
import { useMail } from '#client/mail/mail-store.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { useMailKeys } from '#client/hooks/use-mail-keys.ts';
import { useMailSession } from '#client/hooks/use-mail-session.ts';
import { useServiceWorker } from '#client/hooks/use-service-worker.ts';
import { ReadingPane } from '#components/reading/conversation/reading-pane.tsx';
import { ahead } from '#components/ui/ahead.tsx';
import { StaleNotice } from '#components/ui/stale-notice.tsx';
import { AccessBanner } from './access-banner.tsx';
import { ActivityToast } from './activity-toast.tsx';
import { ListPane } from '#components/mail/list/list-pane.tsx';
import { OfflineBanner } from './offline-banner.tsx';
import { SessionDialog } from './session-dialog.tsx';
import { Sidebar } from '#components/mail/sidebar/sidebar.tsx';
import { Splitter } from './splitter.tsx';
import { TopBar } from './top-bar.tsx';
import './mail.css';

export function MailApp({ email, isAdmin }: { email: string; isAdmin: boolean }) {
  return useInBrowser() ? <Shell email={email} isAdmin={isAdmin} /> : <div className="h-dvh bg-bg" />;
}

const panels = {
  help: ahead(() => import('#components/mail/panels/help-sheet.tsx').then((one) => one.HelpSheet)),
  move: ahead(() => import('#components/mail/panels/move-picker.tsx').then((one) => one.MovePicker)),
  label: ahead(() => import('#components/mail/panels/label-picker.tsx').then((one) => one.LabelPicker)),
  snooze: ahead(() => import('#components/mail/panels/snooze-picker.tsx').then((one) => one.SnoozePicker)),
  palette: ahead(() => import('#components/mail/panels/palette.tsx').then((one) => one.Palette)),
  mailbox: ahead(() => import('#components/mail/panels/mailbox-dialog.tsx').then((one) => one.MailboxDialog)),
  emptyMailbox: ahead(() => import('#components/mail/panels/empty-dialog.tsx').then((one) => one.EmptyDialog)),
};

function Shell({ email, isAdmin }: { email: string; isAdmin: boolean }) {
  useMailSession(email);
  useMailKeys();
  useServiceWorker();
  const isReading = useMail((state) => state.route.threadId !== null);
  const isSelecting = useMail((state) => state.wholeQuery || state.selected.size > 0);
  const panel = useMail((state) => state.panel);
  const pane = useMail((state) => state.settings.readingPane);
  const Panel = panel && panel !== 'drawer' ? panels[panel] : null;
  return (
    <div className="mail-shell" data-reading={isReading} data-selecting={isSelecting} data-drawer={panel === 'drawer'}>
      <div className="mail-banner">
        <OfflineBanner />
        <AccessBanner />
        <StaleNotice />
      </div>
      <TopBar email={email} isAdmin={isAdmin} />
      <Sidebar />
      <main className="mail-panel" data-pane={pane}>
        <ListPane />
        <Splitter />
        <ReadingPane />
      </main>
      {Panel && <Panel />}
      <SessionDialog email={email} />
      <ActivityToast />
      <ComposeHost />
    </div>
  );
}
