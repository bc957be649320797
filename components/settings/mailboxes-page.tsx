'use client';
/** All mailboxes and labels: made, renamed, put inside others, coloured, shown to mail programs or not, taken away. */
import { Ellipsis, Folder, FolderPlus, Pencil, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { updateOne } from '#client/jmap/call-account.ts';
import { refreshMailboxes } from '#client/mail/mailboxes/load-mailboxes.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes, type TreeEntry } from '#client/mail/mailboxes/order-mailboxes.ts';
import { LabelDot } from '#components/mail/label-dot.tsx';
import { MailboxDialog } from '#components/mail/panels/mailbox-dialog.tsx';
import '#components/mail/mail.css';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/form/switch.tsx';

const create = (parentId: string | null, isLabel: boolean) => setMail({ editing: { kind: 'new', parentId, isLabel } });

export function MailboxesPage() {
  const t = useTranslations('settings.mailboxes');
  const { value, problem, reload } = useLoaded(() => refreshMailboxes().then(() => true));
  const mailboxes = useMail((state) => state.mailboxes);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  return (
    <>
      <Section title={t('folders')} about={t('foldersAbout')}>
        <Tree entries={orderMailboxes(mailboxes).filter(({ id }) => id !== null)} label={t('folders')}>
          <Button onClick={() => create(null, false)}>
            <Plus size={16} aria-hidden />
            {t('newFolder')}
          </Button>
        </Tree>
      </Section>
      <Section title={t('labels')} about={t('labelsAbout')}>
        <Tree entries={orderLabels(mailboxes)} label={t('labels')}>
          <Button onClick={() => create(null, true)}>
            <Plus size={16} aria-hidden />
            {t('newLabel')}
          </Button>
        </Tree>
      </Section>
      <MailboxDialog />
    </>
  );
}

function Tree({ entries, label, children }: { entries: TreeEntry[]; label: string; children: React.ReactNode }) {
  const t = useTranslations('settings.mailboxes');
  const ui = useTranslations('ui');
  const mailboxes = useMail((state) => state.mailboxes);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Card>
      <Notice state={{ ok: false, message: problem }} />
      {entries.length === 0 && <p className="px-4 py-8 text-center text-fg-3">{t('noLabels')}</p>}
      <ul aria-label={label}>
        {entries.map((entry) => {
          const mailbox = mailboxes.find(({ id }) => id === entry.id);
          if (!mailbox) return null;
          const { id, role, totalEmails, unreadEmails, isSubscribed } = mailbox;
          return (
            <li
              key={id}
              className="flex min-h-12 items-center gap-3 border-t border-hairline pe-3 first:border-t-0"
              style={{ paddingInlineStart: 16 + entry.depth * 24 }}
            >
              {entry.color ? (
                <LabelDot color={entry.color} />
              ) : (
                <Folder size={18} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
              )}
              <span className="min-w-0 flex-1">
                <b dir="auto" className="block truncate font-medium">
                  {entry.name}
                </b>
                <span className="block text-[12px] leading-4 text-fg-3 tabular-nums">
                  {t('counts', { total: totalEmails, unread: unreadEmails })}
                </span>
              </span>
              <span className="flex items-center gap-2 text-[12px] text-fg-3">
                <span aria-hidden className="max-sm:hidden">
                  {t('subscribed')}
                </span>
                <Switch
                  label={t('subscribe', { name: entry.name })}
                  checked={isSubscribed}
                  onChange={(next) =>
                    void updateOne('Mailbox', id, { isSubscribed: next }).then(refreshMailboxes, (error: unknown) =>
                      setProblem(wordsOf(error)),
                    )
                  }
                />
              </span>
              <IconMenu
                label={t('more', { name: entry.name })}
                actions={[
                  { label: t('inside'), icon: FolderPlus, onSelect: () => create(id, false) },
                  ...(role === null
                    ? [
                        { label: ui('edit'), icon: Pencil, onSelect: () => setMail({ editing: { kind: 'rename' as const, id } }) },
                        { label: ui('delete'), icon: Trash2, onSelect: () => setMail({ editing: { kind: 'delete' as const, id } }) },
                      ]
                    : []),
                ]}
              >
                <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
              </IconMenu>
            </li>
          );
        })}
      </ul>
      <div className="border-t border-hairline p-4">{children}</div>
    </Card>
  );
}
