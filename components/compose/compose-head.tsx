'use client';
/** The title of a compose window, what has become of the draft, and the window's own buttons. */
import { Maximize2, Minimize2, Minus, PictureInPicture2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DraftSession } from '#client/compose/draft/draft-session.ts';
import { showCompose, type ComposeWindow } from '#client/compose/open-compose.ts';
import { useSessionState } from '#client/hooks/use-draft-session.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SaveWords } from './save-words.tsx';

export function ComposeHead({ session, own, onClose }: { session: DraftSession; own: ComposeWindow; onClose: () => void }) {
  const t = useTranslations('compose');
  const { draft, save, savedId } = useSessionState(session);
  const { shown } = own;
  const isMinimised = shown === 'minimised';
  const title = draft.subject || t('newMessage');
  async function popOut(): Promise<void> {
    // Opened before the save, as a browser opens windows only at a click.
    const popup = window.open('', `posthorn-compose-${own.key}`, 'popup,width=760,height=780');
    await session.flush();
    const id = session.store.getState().savedId;
    if (!popup || !id) return popup?.close();
    popup.location.href = `/compose/${encodeURIComponent(id)}`;
    onClose();
  }
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <div className="flex h-11 flex-none items-center gap-0.5 border-b border-border ps-4.5 pe-2 max-sm:h-14 max-sm:ps-4">
      {isMinimised ? (
        <button
          type="button"
          dir="auto"
          className="min-w-0 flex-1 truncate text-start font-semibold"
          onClick={() => showCompose(own.key, 'docked')}
        >
          {title}
        </button>
      ) : (
        <h2 dir="auto" className="min-w-0 truncate text-[14px] leading-5.5 font-semibold">
          {title}
        </h2>
      )}
      <span role="status" className="ms-auto me-2 flex items-center gap-1.5 text-[12px] whitespace-nowrap text-fg-3 tabular-nums">
        {!isMinimised && <SaveWords save={save} />}
      </span>
      {(savedId !== null || session.isTouched) && !isMinimised && (
        <IconButton label={t('popOut')} className="max-lg:hidden" onClick={() => void popOut()}>
          <PictureInPicture2 {...icon} />
        </IconButton>
      )}
      <IconButton
        label={isMinimised ? t('openWindow') : t('minimise')}
        className="max-sm:hidden"
        onClick={() => showCompose(own.key, isMinimised ? 'docked' : 'minimised')}
      >
        <Minus {...icon} size={18} />
      </IconButton>
      <IconButton
        label={shown === 'full' ? t('smaller') : t('fullScreen')}
        className="max-sm:hidden"
        onClick={() => showCompose(own.key, shown === 'full' ? 'docked' : 'full')}
      >
        {shown === 'full' ? <Minimize2 {...icon} /> : <Maximize2 {...icon} />}
      </IconButton>
      <IconButton label={t('saveAndClose')} className="max-sm:size-11" onClick={onClose}>
        <X {...icon} size={18} />
      </IconButton>
    </div>
  );
}
