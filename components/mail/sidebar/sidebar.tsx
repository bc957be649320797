'use client';
import { PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { openCompose } from '#client/compose/open-compose.ts';
import { setMail } from '#client/mail/mail-store.ts';
import { StorageBar } from './storage-bar.tsx';
import { MailboxTree } from './mailbox-tree.tsx';

export function Sidebar() {
  const t = useTranslations('mail');
  return (
    <>
      <div aria-hidden className="mail-drawer-scrim" onClick={() => setMail({ panel: null })} />
      <aside className="mail-side flex min-h-0 flex-col overflow-y-auto px-3 pb-4 max-xl:px-2" aria-label={t('tree')}>
        <button
          type="button"
          aria-label={t('compose')}
          onClick={() => openCompose({ kind: 'new' })}
          className="mt-1 mb-4 flex h-10 flex-none items-center gap-3 rounded-control bg-accent px-3 font-semibold text-on-accent hover:bg-accent-hover max-xl:justify-center max-xl:px-0"
        >
          <PenLine size={18} strokeWidth={1.75} aria-hidden />
          <span className="side-text">{t('compose')}</span>
          <kbd
            aria-hidden
            className="side-text ms-auto grid size-5 place-items-center rounded-[5px] border border-current/40 text-[12px] font-normal max-xl:hidden"
          >
            C
          </kbd>
        </button>
        <MailboxTree />
        <StorageBar />
      </aside>
    </>
  );
}
