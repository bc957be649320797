'use client';
import { useTranslations } from 'next-intl';
import { MenuAt, type Point } from '#components/ui/menu-at.tsx';
import { actsOn } from '#client/mail/acts/acts-on.ts';
import { mail } from '#client/mail/mail-store.ts';
import { conversationOf } from '#client/mail/acts/targets.ts';
import { menuOf } from '#components/mail/acts-menu.ts';

/** The context menu of a row; of the whole selection when the row belongs to it. */
export function RowMenu({ emailId, at, onClose }: { emailId: string; at: Point; onClose: () => void }) {
  const t = useTranslations('mail');
  const { selected } = mail();
  const ids = (selected.has(emailId) ? [...selected] : [emailId]).flatMap(conversationOf);
  return <MenuAt label={t('rowMenu')} at={at} actions={menuOf(actsOn(ids))} onClose={onClose} />;
}
