'use client';
/** Mounted once by the shell: the compose windows, docked at the bottom end, and the toast that takes a sent message back. */
import { useComposeWindows } from '#client/compose/open-compose.ts';
import { useComposeHost } from '#client/hooks/use-compose-host.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import './compose.css';
import { UnlockDialog } from '#components/reading/protection/unlock-dialog.tsx';
import { ahead } from '#components/ui/ahead.tsx';
import { ComposeFab } from './compose-fab.tsx';
import { SentToast } from '#components/compose/sending/sent-toast.tsx';

// The editor is a third of the shell's size.
const ComposeWindow = ahead(() => import('./compose-window.tsx').then((one) => one.ComposeWindow));

export function ComposeHost() {
  return useInBrowser() ? <Windows /> : null;
}

function Windows() {
  const all = useComposeWindows((state) => state.windows);
  useComposeHost();
  const windows = all.filter(({ shown }) => shown !== 'inline');
  const front = windows.findLast((one) => one.shown !== 'minimised')?.key;
  return (
    <>
      {front !== undefined && <div aria-hidden className="fixed inset-0 z-40 bg-scrim max-sm:hidden xl:hidden" />}
      <div className="pointer-events-none fixed inset-x-6 bottom-0 z-40 flex flex-row-reverse items-end gap-3 max-xl:inset-x-0">
        {windows.map((one) => (
          <ComposeWindow key={one.key} window={one} inFront={one.key === front} />
        ))}
      </div>
      {front === undefined && <ComposeFab />}
      <SentToast />
      <UnlockDialog />
    </>
  );
}
