'use client';
/** The title of a compose window, what has become of the draft, and the window's own buttons. */
import { Check, CloudOff, LoaderCircle, Maximize2, Minimize2, Minus, X } from 'lucide-react';
import type { DraftSession } from '#client/compose/draft-session.ts';
import type { SaveState } from '#client/compose/draft-saver.ts';
import { showCompose, type ComposeWindow } from '#client/compose/open-compose.ts';
import { useSessionState } from '#client/hooks/use-draft-session.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

export function ComposeHead({ session, own, onClose }: { session: DraftSession; own: ComposeWindow; onClose: () => void }) {
  const { draft, save } = useSessionState(session);
  const minimised = own.shown === 'minimised';
  const title = draft.subject || 'New message';
  return (
    <div className="flex h-11 flex-none items-center gap-0.5 border-b border-border ps-4.5 pe-2 max-sm:h-14 max-sm:ps-4">
      {minimised ? (
        <button type="button" className="min-w-0 flex-1 truncate text-start font-semibold" onClick={() => showCompose(own.key, 'docked')}>
          {title}
        </button>
      ) : (
        <h2 className="min-w-0 truncate text-[14px] leading-5.5 font-semibold">{title}</h2>
      )}
      <span role="status" className="ms-auto me-2 flex items-center gap-1.5 text-[12px] whitespace-nowrap text-fg-3 tabular-nums">
        {!minimised && <SaveWords save={save} />}
      </span>
      <IconButton
        label={minimised ? 'Open the window' : 'Minimise'}
        className="max-sm:hidden"
        onClick={() => showCompose(own.key, minimised ? 'docked' : 'minimised')}
      >
        <Minus size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
      <IconButton
        label={own.shown === 'full' ? 'Smaller window' : 'Full screen'}
        className="max-sm:hidden"
        onClick={() => showCompose(own.key, own.shown === 'full' ? 'docked' : 'full')}
      >
        {own.shown === 'full' ? (
          <Minimize2 size={16} strokeWidth={1.75} aria-hidden />
        ) : (
          <Maximize2 size={16} strokeWidth={1.75} aria-hidden />
        )}
      </IconButton>
      <IconButton label="Save and close" className="max-sm:size-11" onClick={onClose}>
        <X size={18} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </div>
  );
}

const clock = new Intl.DateTimeFormat('en', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function SaveWords({ save }: { save: SaveState }) {
  switch (save.kind) {
    case 'new':
    case 'changed':
      return null;
    case 'saving':
      return (
        <>
          <LoaderCircle size={14} className="animate-spin" aria-hidden />
          <span>Saving…</span>
        </>
      );
    case 'saved':
      return (
        <>
          <Check size={14} aria-hidden />
          <span>Saved {clock.format(save.at)}</span>
        </>
      );
    case 'failed':
      return (
        <span title={save.why} className="flex items-center gap-1.5 text-warning">
          <CloudOff size={14} aria-hidden /> Not saved yet, trying again
        </span>
      );
  }
}
