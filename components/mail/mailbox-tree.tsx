'use client';
import { Archive, File, FileText, Folder, Inbox, Mails, Send, ShieldAlert, Star, Trash2, type LucideIcon } from 'lucide-react';
import { useMail } from '#client/mail/mail-store.ts';
import { dropOn, isDraggingMail } from '#client/mail/drag.ts';
import { openBox } from '#client/mail/navigate.ts';
import { orderMailboxes, type TreeEntry } from '#client/mail/order-mailboxes.ts';

const icons: Record<string, LucideIcon> = {
  inbox: Inbox,
  starred: Star,
  drafts: FileText,
  sent: Send,
  archive: Archive,
  junk: ShieldAlert,
  trash: Trash2,
  all: Mails,
  templates: File,
};

/** The mailboxes as a tree (WAI-ARIA), one tab stop, arrows move. Counts are unread conversations; for drafts, all. */
export function MailboxTree() {
  const mailboxes = useMail((state) => state.mailboxes);
  const box = useMail((state) => state.route.box);
  const entries = orderMailboxes(mailboxes);
  const current = Math.max(
    0,
    entries.findIndex((entry) => entry.box === box || entry.id === box),
  );
  return (
    <div
      role="tree"
      aria-label="Mailboxes"
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
        />
      ))}
    </div>
  );
}

function Item({ entry, isCurrent, isTabStop }: { entry: TreeEntry; isCurrent: boolean; isTabStop: boolean }) {
  const Icon = icons[entry.box] ?? Folder;
  const count = entry.count > 0 ? entry.count.toLocaleString() : '';
  return (
    <div
      role="treeitem"
      aria-level={entry.depth + 1}
      aria-selected={isCurrent}
      aria-label={count ? `${entry.name}, ${count} ${entry.counts}` : entry.name}
      tabIndex={isTabStop ? 0 : -1}
      title={entry.name}
      onClick={() => openBox(entry.box)}
      onDragOver={(event) => entry.id && isDraggingMail() && event.preventDefault()}
      onDrop={() => entry.id && dropOn(entry.id, entry.name)}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        openBox(entry.box);
      }}
      className="tree-item flex h-8 cursor-default items-center gap-3 rounded-control px-3 text-fg-2 hover:bg-hover aria-selected:text-fg max-xl:justify-center max-xl:px-0 max-sm:h-11"
      style={{ paddingInlineStart: entry.depth > 0 ? 12 + entry.depth * 30 : undefined }}
    >
      <Icon size={18} strokeWidth={1.75} className="flex-none" aria-hidden />
      <span className={`side-text min-w-0 flex-1 truncate ${entry.count > 0 && entry.counts === 'unread' ? 'font-semibold text-fg' : ''}`}>
        {entry.name}
      </span>
      <span className={entry.box === 'inbox' ? 'tree-count text-[12px] tabular-nums' : 'side-text text-[12px] tabular-nums'}>{count}</span>
    </div>
  );
}
