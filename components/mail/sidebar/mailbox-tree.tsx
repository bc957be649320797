'use client';
import { Plus, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { Point } from '#components/ui/menu-at.tsx';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes, orderShared, type TreeEntry } from '#client/mail/mailboxes/order-mailboxes.ts';
import { EntryMenu } from './entry-menu.tsx';
import { SavedSearches } from './saved-searches.tsx';
import { Tree } from './tree.tsx';

/** The mailboxes, then the labels, what others share, and searches that were saved. Counts are unread conversations; for drafts, all. */
export function MailboxTree() {
  const t = useTranslations('mail');
  const mailboxes = useMail((state) => state.mailboxes);
  const shared = useMail((state) => state.shared);
  const me = useMail((state) => state.me);
  const [menu, setMenu] = useState<{ entry: TreeEntry; at: Point } | null>(null);
  const labels = orderLabels(mailboxes);
  const onMenu = (entry: TreeEntry, at: Point) => setMenu({ entry, at });
  return (
    <>
      <Tree key={me} label={t('tree')} entries={orderMailboxes(mailboxes)} onMenu={onMenu} />
      <div className="side-text">
        <div className="mt-3 flex h-8 items-center ps-3 pe-1 text-[12px] leading-4 font-semibold text-fg-3">
          <h2 className="me-auto">{t('labels')}</h2>
          <IconButton
            size="sm"
            label={t('newLabel')}
            onClick={() => setMail({ panel: 'mailbox', editing: { kind: 'new', parentId: null, isLabel: true } })}
          >
            <Plus size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </div>
        {labels.length > 0 && <Tree key={me} label={t('labels')} entries={labels} onMenu={onMenu} />}
      </div>
      {shared?.map(({ id, name, mailboxes: theirs }) => (
        <section key={id} aria-label={t('shared.by', { owner: name })} className="shared-section">
          <h2
            className="mt-3 flex h-8 items-center gap-2 ps-3 pe-1 text-[12px] leading-4 font-semibold text-fg-3"
            title={t('shared.by', { owner: name })}
            aria-label={t('shared.by', { owner: name })}
          >
            <Users size={14} strokeWidth={1.75} className="flex-none" aria-hidden />
            <span className="side-text min-w-0 truncate" dir="ltr">
              {name}
            </span>
          </h2>
          <Tree label={t('shared.by', { owner: name })} entries={orderShared(theirs)} />
        </section>
      ))}
      <div className="side-text">
        <SavedSearches />
      </div>
      {menu && <EntryMenu entry={menu.entry} at={menu.at} onClose={() => setMenu(null)} />}
    </>
  );
}
