'use client';
import { Code, CopyPlus, Download, Forward, Mail, MoreVertical, Paperclip, Printer, Reply, ReplyAll, Route, SunMoon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isDark } from '#components/auth/theme.ts';
import { ahead } from '#components/ui/ahead.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { openCompose } from '#client/compose/open-compose.ts';
import { showProblem } from '#client/mail/activity.ts';
import { answer } from '#client/mail/acts/answer.ts';
import { setKeyword } from '#client/mail/acts/keywords.ts';
import { keyHint } from '#client/mail/commands/all.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { sharedOf } from '#client/mail/shared.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { fileNameOf, saveBlob } from '#client/reading/files/save-file.ts';

const DeliveryDialog = ahead(() => import('./delivery-dialog.tsx').then((one) => one.DeliveryDialog));

interface Props {
  email: FullEmail;
  /** Null: as the message says. */
  light: boolean | null;
  onLight: (light: boolean) => void;
}

/** What can be done with one message. */
export function MessageMenu({ email, light, onLight }: Props) {
  const t = useTranslations('reading');
  const [showsDelivery, setDelivery] = useState(false);
  const { id } = email;
  const answers = [
    { label: t('menu.reply'), icon: Reply, ...keyHint('reply'), onSelect: () => answer('reply', id) },
    { label: t('menu.replyAll'), icon: ReplyAll, ...keyHint('replyAll'), onSelect: () => answer('replyAll', id) },
    { label: t('menu.forward'), icon: Forward, ...keyHint('forward'), onSelect: () => answer('forward', id) },
  ];
  const theme = { label: light ? t('menu.asTheme') : t('menu.light'), icon: SunMoon, onSelect: () => onLight(!light) };
  const save = () => void saveBlob(email.blobId, 'message/rfc822', `${fileNameOf(email.subject)}.eml`).catch(showProblem);
  return (
    <>
      <IconMenu
        label={t('menu.more')}
        actions={[
          ...(email.keywords.$draft ? [] : answers),
          { label: t('menu.forwardAttached'), icon: Paperclip, onSelect: () => openCompose({ kind: 'forwardAttached', emailIds: [id] }) },
          { label: t('menu.asNew'), icon: CopyPlus, onSelect: () => openCompose({ kind: 'asNew', emailId: id }) },
          {
            label: t('menu.markUnread'),
            icon: Mail,
            ...keyHint('markUnread'),
            refusal: refusalOf('markUnread', [id]),
            onSelect: () => void setKeyword([id], '$seen', false),
          },
          ...(isDark() ? [theme] : []),
          { label: t('menu.print'), icon: Printer, onSelect: () => window.open(`/print/${email.threadId}?message=${id}`) },
          ...(sharedOf(id) ? [] : [{ label: t('menu.delivery'), icon: Route, onSelect: () => setDelivery(true) }]),
          { label: t('menu.original'), icon: Code, onSelect: () => window.open(`/message/${id}/source`) },
          { label: t('menu.download'), icon: Download, onSelect: save },
        ]}
      >
        <MoreVertical size={18} strokeWidth={1.75} aria-hidden />
      </IconMenu>
      {showsDelivery && <DeliveryDialog email={email} onClose={() => setDelivery(false)} />}
    </>
  );
}
