'use client';
/** One compose window: docked at 1280 and wider, a sheet below that, the whole screen on a phone. */
import { useEffect, useRef } from 'react';
import { closeCompose, showCompose, type ComposeWindow as OpenWindow } from '#client/compose/open-compose.ts';
import { useOpenedSession } from '#client/hooks/use-draft-session.ts';
import { ComposeForm } from './compose-form.tsx';
import { ComposeHead } from './compose-head.tsx';

interface Props {
  window: OpenWindow;
  inFront: boolean;
}
const frames: Record<OpenWindow['shown'], string> = {
  docked:
    'max-sm:fixed max-sm:inset-0 sm:max-xl:fixed sm:max-xl:inset-x-[5%] sm:max-xl:bottom-0 sm:max-xl:h-[90%] xl:h-150 xl:max-h-[calc(100dvh-72px)] xl:w-140',
  full: 'fixed inset-0 sm:inset-x-[5%] sm:top-[4%] sm:bottom-0 xl:inset-x-[12%]',
  minimised: 'w-70 max-xl:fixed max-xl:end-4 max-xl:bottom-0',
};

export function ComposeWindow({ window: own, inFront }: Props) {
  const { session, problem } = useOpenedSession(own.request);
  const frame = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useEffect(() => {
    cameFrom.current = document.activeElement;
    return () => (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected ? cameFrom.current.focus() : undefined);
  }, []);
  const close = () => closeCompose(own.key);
  const minimise = () => showCompose(own.key, 'minimised');
  const hidden = !inFront && own.shown !== 'minimised' ? 'max-xl:hidden' : '';
  return (
    <section
      ref={frame}
      role="dialog"
      aria-label={own.request.kind === 'new' || own.request.kind === 'draft' ? 'New message' : 'New message: answer'}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        minimise();
      }}
      className={`compose pointer-events-auto flex flex-none flex-col border border-b-0 border-border bg-raised shadow-dialog max-sm:border-0 sm:rounded-t-dialog ${frames[own.shown]} ${hidden}`}
    >
      {session ? (
        <>
          <ComposeHead session={session} own={own} onClose={close} />
          <div className={own.shown === 'minimised' ? 'hidden' : 'contents'}>
            <ComposeForm session={session} kind={own.request.kind} onClose={close} />
          </div>
        </>
      ) : (
        <p role={problem ? 'alert' : 'status'} className="p-6 text-fg-2">
          {problem ?? 'Opening…'}
        </p>
      )}
    </section>
  );
}
