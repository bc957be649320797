'use client';
import {
  AlarmClock,
  Archive,
  CalendarClock,
  ChevronDown,
  ChevronRight,
  File,
  FileText,
  Folder,
  Inbox,
  Mails,
  MoreHorizontal,
  Send,
  ShieldAlert,
  Star,
  Trash2,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { Point } from '#components/ui/menu-at.tsx';
import { dropOn, isDraggingMail } from '#client/mail/acts/drag.ts';
import { openBox } from '#client/mail/navigate.ts';
import type { TreeEntry } from '#client/mail/mailboxes/order-mailboxes.ts';
import { LabelDot } from '#components/mail/label-dot.tsx';

const icons: Record<string, LucideIcon> = {
  ...{ inbox: Inbox, starred: Star, snoozed: AlarmClock, scheduled: CalendarClock, drafts: FileText, sent: Send, archive: Archive },
  ...{ junk: ShieldAlert, trash: Trash2, all: Mails, templates: File },
};

interface Props {
  entry: TreeEntry;
  isCurrent: boolean;
  isTabStop: boolean;
  isFolded: boolean;
  onFold: (on: boolean) => void;
  onFocus: () => void;
  /** Mailboxes of others have none. */
  onMenu?: ((entry: TreeEntry, at: Point) => void) | undefined;
}

/** For a rail too narrow for `4,309`: `4.3K`. */
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumSignificantDigits: 2 });

/** A mailbox or label: opened by a click, dropped on, with a menu of its own. */
export function TreeItem({ entry, isCurrent, isTabStop, isFolded, onFold, onFocus, onMenu }: Props) {
  const t = useTranslations('mail');
  const [isOver, setOver] = useState(false);
  const Icon = icons[entry.role ?? ''] ?? Folder;
  const count = entry.count > 0 ? entry.count.toLocaleString() : '';
  const counted = t(entry.counts === 'drafts' ? 'countOf' : 'unreadOf', { count: entry.count });
  const Chevron = isFolded ? ChevronRight : ChevronDown;
  return (
    <div
      role="treeitem"
      aria-level={entry.depth + 1}
      aria-selected={isCurrent}
      aria-expanded={entry.hasChildren ? !isFolded : undefined}
      aria-label={count ? `${entry.name}, ${counted}` : entry.name}
      tabIndex={isTabStop ? 0 : -1}
      title={entry.name}
      data-over={isOver}
      onFocus={onFocus}
      onClick={() => openBox(entry.box)}
      onContextMenu={(event) => {
        event.preventDefault();
        const place = event.currentTarget.getBoundingClientRect();
        const byKey = event.clientX === 0 && event.clientY === 0;
        onMenu?.(entry, byKey ? { x: place.left + 40, y: place.bottom } : { x: event.clientX, y: event.clientY });
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
      className="tree-item group flex h-8 cursor-default items-center gap-3 rounded-control px-3 text-fg-2 hover:bg-hover aria-selected:text-fg max-xl:justify-center max-xl:px-0 max-sm:h-11"
      style={{ paddingInlineStart: entry.depth > 0 ? 12 + entry.depth * 18 : undefined }}
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
      {entry.hasChildren && (
        <span
          aria-hidden
          className="side-text grid size-6 flex-none place-items-center rounded-control hover:bg-border"
          onClick={(event) => {
            event.stopPropagation();
            onFold(!isFolded);
          }}
        >
          <Chevron size={16} strokeWidth={1.75} className={isFolded ? 'rtl:-scale-x-100' : ''} />
        </span>
      )}
      {entry.id && onMenu && (
        <span className="side-text -my-1 hidden group-hover:inline-flex max-xl:inline-flex" aria-hidden>
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
          entry.box === 'inbox'
            ? 'tree-count text-[12px] tabular-nums'
            : `side-text text-[12px] tabular-nums ${onMenu ? 'group-hover:xl:hidden' : ''}`
        }
      >
        {entry.box === 'inbox' && count !== '' ? (
          <>
            <span className="side-text">{count}</span>
            <span className="rail-text">{short.format(entry.count)}</span>
          </>
        ) : (
          count
        )}
      </span>
    </div>
  );
}
