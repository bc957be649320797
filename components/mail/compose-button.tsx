'use client';
import { PenLine } from 'lucide-react';
import { openCompose } from '#client/compose/open-compose.ts';

/** The phone's compose button, at the thumb. */
export function ComposeButton() {
  return (
    <button
      type="button"
      aria-label="Compose"
      onClick={() => openCompose({ kind: 'new' })}
      className="mail-fab fixed end-4 bottom-[calc(20px+env(safe-area-inset-bottom))] z-10 hidden size-14 place-items-center rounded-2xl bg-accent text-on-accent shadow-dialog"
    >
      <PenLine size={22} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
