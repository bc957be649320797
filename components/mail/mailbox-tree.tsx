'use client';
import {
  AlarmClock,
  Archive,
  CalendarClock,
  File,
  FileText,
  Folder,
  FolderPlus,
  Inbox,
  Mails,
  MoreHorizontal,
  Pencil,
  Plus,
  Send,
  ShieldAlert,
  Star,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { MenuAt, type Point } from '#components/ui/menu-at.tsx';
import { dropOn, isDraggingMail } from '#client/mail/drag.ts';
import { mailboxOfRoute, setMail, useMail, type MailState } from '#client/mail/mail-store.ts';
import { openBox } from '#client/mail/navigate.ts';
import { orderLabels, orderMailboxes, type TreeEntry } from '#client/mail/order-mailboxes.ts';
import { LabelDot } from './label-dot.tsx';

const icons: Record<string, LucideIcon> = {
  ...{ inbox: Inbox, starred: Star, snoozed: AlarmClock, scheduled: CalendarClock, drafts: FileText, sent: Send, archive: Archive },
  ...{ junk: ShieldAlert, trash: Trash2, all: Mails, templates: File },
};

/** The mailboxes, then the labels, as trees (WAI-ARIA), one tab stop each, arrows move. Counts are unread conversations; for drafts, all. */
export function MailboxTree() {
  const t = useTranslations('mail');
  const mailboxes = useMail((state) => state.mailboxes);
  const [menu, setMenu] = useState<{ entry: TreeEntry; at: Point } | null>(null);
  const labels = orderLabels(mailboxes);
  return (
    <>
      <Tree label={t('tree')} entries={orderMailboxes(mailboxes)} onMenu={(entry, at) => setMenu({ entry, at })} />
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
        {labels.length > 0 && <Tree label={t('labels')} entries={labels} onMenu={(entry, at) => setMenu({ entry, at })} />}
      </div>
      {menu && <EntryMenu entry={menu.entry} at={menu.at} onClose={() => setMenu(null)} />}
    </>
  );
}

function EntryMenu({ entry, at, onClose }: { entry: TreeEntry; at: Point; onClose: () => void }) {
  const t = useTranslations('mail');
  const { id } = entry;
  const mailbox = id === null ? undefined : mailboxOfRoute(id);
  const edit = (editing: MailState['editing']) => setMail({ panel: 'mailbox', editing });
  const isOwn = mailbox !== undefined && mailbox.role === null;
  return (
    <MenuAt
      label={t('entryMenu', { name: entry.name })}
      at={at}
      onClose={onClose}
      actions={[
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
          ? [
              {
                label: t(entry.box === 'trash' ? 'emptyTrash' : 'emptyJunk'),
                icon: Trash2,
                onSelect: () => {
                  openBox(entry.box);
                  setMail({ panel: 'emptyMailbox' });
                },
              },
            ]
          : []),
      ]}
    />
  );
}

interface TreeProps {
  label: string;
  entries: TreeEntry[];
  onMenu: (entry: TreeEntry, at: Point) => void;
}

function Tree({ label, entries, onMenu }: TreeProps) {
  const box = useMail((state) => state.route.box);
  const current = Math.max(
    0,
    entries.findIndex((entry) => entry.box === box || entry.id === box),
  );
  return (
    <div
      role="tree"
      aria-label={label}
      onKeyDown={(event) => {
        const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
        items[items.indexOf(document.activeElement as HTMLElement) + by]?.focus();
      }}
    >
      {entries.map((entry, index) => (
        <Item
          key={entry.box}
          entry={entry}
          isCurrent={index === current && (entry.box === box || entry.id === box)}
          isTabStop={index === current}
          onMenu={onMenu}
        />
      ))}
    </div>
  );
}

interface ItemProps {
  entry: TreeEntry;
  isCurrent: boolean;
  isTabStop: boolean;
  onMenu: TreeProps['onMenu'];
}

function Item({ entry, isCurrent, isTabStop, onMenu }: ItemProps) {
  const t = useTranslations('mail');
  const [isOver, setOver] = useState(false);
  const Icon = icons[entry.box] ?? Folder;
  const count = entry.count > 0 ? entry.count.toLocaleString() : '';
  const counted = t(entry.counts === 'drafts' ? 'countOf' : 'unreadOf', { count: entry.count });
  return (
    <div
      role="treeitem"
      aria-level={entry.depth + 1}
      aria-selected={isCurrent}
      aria-label={count ? `${entry.name}, ${counted}` : entry.name}
      tabIndex={isTabStop ? 0 : -1}
      title={entry.name}
      data-over={isOver}
      onClick={() => openBox(entry.box)}
      onContextMenu={(event) => {
        event.preventDefault();
        const place = event.currentTarget.getBoundingClientRect();
        const byKey = event.clientX === 0 && event.clientY === 0;
        onMenu(entry, byKey ? { x: place.left + 40, y: place.bottom } : { x: event.clientX, y: event.clientY });
      }}
      onDragOver={(event) => {
        if (!entry.id || !isDraggingMail()) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={() => {
        setOver(false);
        if (entry.id) dropOn(entry.id);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        openBox(entry.box);
      }}
      className="tree-item group flex h-8 cursor-default items-center gap-3 rounded-control px-3 text-fg-2 hover:bg-hover aria-selected:text-fg max-xl:justify-center max-xl:px-0 max-sm:h-11"
      style={{ paddingInlineStart: entry.depth > 0 ? 12 + entry.depth * 30 : undefined }}
    >
      {entry.color ? (
        <span className="grid w-4.5 flex-none place-items-center">
          <LabelDot color={entry.color} />
        </span>
      ) : (
        <Icon size={18} strokeWidth={1.75} className="flex-none" aria-hidden />
      )}
      <span
        className={`side-text min-w-0 flex-1 truncate ${entry.count > 0 && entry.counts === 'unread' ? 'font-semibold text-fg' : ''}`}
        dir="auto"
      >
        {entry.name}
      </span>
      {entry.id && (
        <span className="side-text -my-1 hidden group-hover:inline-flex max-xl:group-hover:hidden" aria-hidden>
          <IconButton
            size="sm"
            label={t('entryMenu', { name: entry.name })}
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation();
              onMenu(entry, { x: event.clientX, y: event.clientY });
            }}
          >
            <MoreHorizontal size={16} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </span>
      )}
      <span
        className={
          entry.box === 'inbox' ? 'tree-count text-[12px] tabular-nums' : 'side-text text-[12px] tabular-nums group-hover:xl:hidden'
        }
      >
        {count}
      </span>
    </div>
  );
}
