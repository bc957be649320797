'use client';
/** One compose window: docked at 1280 and wider, a sheet below that, the whole screen on a phone; or a place in the conversation. */
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { closeCompose, showCompose, type ComposeWindow as OpenWindow } from '#client/compose/open-compose.ts';
import { ComposeForm } from './compose-form.tsx';
import { ComposeHead } from './compose-head.tsx';

interface Props {
  window: OpenWindow;
  inFront: boolean;
}
const frames: Record<OpenWindow['shown'], string> = {
  docked:
    'border-b-0 shadow-dialog sm:rounded-t-dialog max-sm:fixed max-sm:inset-0 sm:max-xl:fixed sm:max-xl:inset-x-[5%] sm:max-xl:bottom-0 sm:max-xl:h-[90%] xl:h-150 xl:max-h-[calc(100dvh-72px)] xl:w-140',
  full: 'border-b-0 shadow-dialog sm:rounded-t-dialog fixed inset-0 sm:inset-x-[5%] sm:top-[4%] sm:bottom-0 xl:inset-x-[12%]',
  minimised: 'border-b-0 shadow-dialog sm:rounded-t-dialog w-70 max-xl:fixed max-xl:end-4 max-xl:bottom-0',
  inline: 'h-110 max-h-[70dvh] w-full rounded-card',
};

export function ComposeWindow({ window: own, inFront }: Props) {
  const t = useTranslations('compose');
  const { session, problem } = own;
  const frame = useRef<HTMLElement>(null);
  const cameFrom = useRef<Element | null>(null);
  const isInline = own.shown === 'inline';
  useEffect(() => {
    cameFrom.current = document.activeElement;
    if (isInline) frame.current?.scrollIntoView({ block: 'nearest' });
    return () => (cameFrom.current instanceof HTMLElement && cameFrom.current.isConnected ? cameFrom.current.focus() : undefined);
  }, [isInline]);
  const close = () => closeCompose(own.key);
  const hidden = !inFront && own.shown === 'docked' ? 'max-xl:hidden' : '';
  const isAnswer = ['reply', 'replyAll', 'forward'].includes(own.request.kind);
  return (
    <section
      ref={frame}
      role="dialog"
      aria-label={isAnswer ? t('newAnswer') : t('newMessage')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.stopPropagation();
        showCompose(own.key, 'minimised');
      }}
      className={`compose pointer-events-auto flex flex-none flex-col border border-border bg-raised max-sm:border-0 ${frames[own.shown]} ${hidden}`}
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
          {problem ?? t('opening')}
        </p>
      )}
    </section>
  );
}
