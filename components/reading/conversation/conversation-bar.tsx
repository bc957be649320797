'use client';
import { Archive, MoreHorizontal, Reply, AlarmClock, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { answer } from '#client/mail/acts/answer.ts';
import type { CommandId } from '#client/mail/commands/command.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { moveToRole } from '#client/mail/acts/move.ts';
import { openPicker } from '#client/mail/acts/panels.ts';
import { targets } from '#client/mail/acts/targets.ts';
import { MoreActs } from './more-acts.tsx';

/** On a phone: the acts at the thumb. */
export function ConversationBar() {
  const t = useTranslations('mail');
  const reading = useTranslations('reading');
  useMail((state) => state.shared); // what may be done may change
  const refused = (act: CommandId) => {
    const reason = refusalOf(act, targets());
    return reason ? { 'aria-disabled': true, 'aria-description': reason } : {};
  };
  const look =
    'grid min-h-13 flex-1 justify-items-center content-center gap-1 text-[12px] leading-4 font-medium text-fg-2 aria-disabled:opacity-40';
  const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <nav
      aria-label={t('commandGroups.thread')}
      className="flex flex-none border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
    >
      <button type="button" className={look} {...refused('archive')} onClick={() => void moveToRole(targets(), 'archive')}>
        <Archive {...icon} />
        {t('commands.archive')}
      </button>
      <button type="button" className={look} {...refused('delete')} onClick={() => void moveToRole(targets(), 'trash')}>
        <Trash2 {...icon} />
        {t('commands.delete')}
      </button>
      <button type="button" className={look} {...refused('snooze')} onClick={() => openPicker('snooze')}>
        <AlarmClock {...icon} />
        {t('commands.snooze')}
      </button>
      <button type="button" className={look} onClick={() => answer('reply')}>
        <Reply {...icon} className="rtl:-scale-x-100" />
        {t('commands.reply')}
      </button>
      <MoreActs className={look} withAnswers>
        <MoreHorizontal {...icon} />
        {reading('menu.more')}
      </MoreActs>
    </nav>
  );
}
