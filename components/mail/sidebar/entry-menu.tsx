'use client';
import { CheckCheck, FolderPlus, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { MenuAt, type Point } from '#components/ui/menu-at.tsx';
import { markAllRead } from '#client/mail/acts/keywords.ts';
import { mailboxOfRoute, setMail, type MailState } from '#client/mail/mail-store.ts';
import { openBox } from '#client/mail/navigate.ts';
import type { TreeEntry } from '#client/mail/mailboxes/order-mailboxes.ts';

/** What can be done with a mailbox or label. */
export function EntryMenu({ entry, at, onClose }: { entry: TreeEntry; at: Point; onClose: () => void }) {
  const t = useTranslations('mail');
  const { id } = entry;
  const mailbox = id === null ? undefined : mailboxOfRoute(id);
  const edit = (editing: MailState['editing']) => setMail({ panel: 'mailbox', editing });
  const isOwn = mailbox !== undefined && mailbox.role === null;
  const empty = () => {
    openBox(entry.box);
    setMail({ panel: 'emptyMailbox' });
  };
  return (
    <MenuAt
      label={t('entryMenu', { name: entry.name })}
      at={at}
      onClose={onClose}
      actions={[
        ...(mailbox && mailbox.unreadEmails > 0
          ? [{ label: t('markAllRead'), icon: CheckCheck, onSelect: () => void markAllRead(mailbox) }]
          : []),
        ...(isOwn && id ? [{ label: t('editMailbox'), icon: Pencil, onSelect: () => edit({ kind: 'rename', id }) }] : []),
        ...(id
          ? [
              {
                label: t('newInside'),
                icon: FolderPlus,
                onSelect: () => edit({ kind: 'new', parentId: id, isLabel: entry.color !== null }),
              },
            ]
          : []),
        { label: t('newMailbox'), icon: FolderPlus, onSelect: () => edit({ kind: 'new', parentId: null, isLabel: false }) },
        ...(isOwn && id ? [{ label: t('deleteMailbox'), icon: Trash2, onSelect: () => edit({ kind: 'delete', id }) }] : []),
        ...(entry.box === 'trash' || entry.box === 'junk'
          ? [{ label: t(entry.box === 'trash' ? 'emptyTrash' : 'emptyJunk'), icon: Trash2, onSelect: empty }]
          : []),
      ]}
    />
  );
}
