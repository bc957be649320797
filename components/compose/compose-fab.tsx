'use client';
/** On a phone, where the sidebar is away: Compose at the bottom end. The shell says when the list is not what is shown (compose.css). */
import { PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openCompose } from '#client/compose/open-compose.ts';

export function ComposeFab() {
  const t = useTranslations('compose');
  return (
    <button
      type="button"
      aria-label={t('compose')}
      onClick={() => openCompose({ kind: 'new' })}
      className="compose-fab fixed end-4 z-30 grid size-14 place-items-center rounded-dialog bg-accent text-on-accent shadow-menu hover:bg-accent-hover sm:hidden"
    >
      <PenLine size={22} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
