'use client';
import { Forward, ReplyAll } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { menuOf } from '#components/mail/acts-menu.ts';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { keyHint } from '#client/mail/commands/all.ts';
import { actsOn } from '#client/mail/acts/acts-on.ts';
import { answer } from '#client/mail/acts/answer.ts';
import { useMail } from '#client/mail/mail-store.ts';

/** The menu of everything that can be done with the open conversation. */
export function MoreActs({ className, withAnswers = false, children }: { className?: string; withAnswers?: boolean; children: ReactNode }) {
  const t = useTranslations('mail');
  const threadId = useMail((state) => state.route.threadId);
  const ids = useMail((state) => state.threads.get(threadId ?? ''));
  useMail((state) => state.emails); // read or unread, muted or not
  const answers = [
    { label: t('commands.replyAll'), icon: ReplyAll, ...keyHint('replyAll'), onSelect: () => answer('replyAll') },
    { label: t('commands.forward'), icon: Forward, ...keyHint('forward'), onSelect: () => answer('forward') },
  ];
  return (
    <IconMenu
      label={t('commands.more')}
      isMoreActs
      actions={[...(withAnswers ? answers : []), ...menuOf(actsOn(ids ?? []))]}
      {...(className ? { className } : {})}
    >
      {children}
    </IconMenu>
  );
}
