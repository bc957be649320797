'use client';
import { Archive, Mail, MailOpen, Paperclip, Star, Trash2 } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { conversationOf, moveToRole, setKeyword } from '#client/mail/actions.ts';
import { endDrag, startDrag } from '#client/mail/drag.ts';
import { shortDate } from '#client/mail/format-date.ts';
import { toggleSelected } from '#client/mail/keys.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { openRow } from '#client/mail/navigate.ts';
import { Marked } from './marked.tsx';
import { rowOf } from '#client/mail/row-of.ts';

interface Props {
  id: string | undefined;
  position: number;
  height: number;
  density: 'compact' | 'cosy' | 'comfortable';
}

/** One conversation. Its label says all that its parts show. */
export function MessageRow({ id, position, height, density }: Props) {
  const emails = useMail((state) => state.emails);
  const thread = useMail((state) => (id ? state.threads.get(state.emails.get(id)?.threadId ?? '') : undefined));
  const isSelected = useMail((state) => id !== undefined && state.selected.has(id));
  const isCursor = useMail((state) => state.cursor === position);
  const openThreadId = useMail((state) => state.route.threadId);
  const box = useMail((state) => state.route.box);
  const settings = useMail((state) => state.settings);
  const style = { top: position * height, height };
  const email = id ? emails.get(id) : undefined;
  if (!id || !email) return <div role="row" aria-rowindex={position + 1} aria-label="Loading" className="mail-row" style={style} />;
  const row = rowOf(email, thread, emails, box);
  const date = shortDate(email.receivedAt, settings, new Date());
  const label = [
    row.unread ? 'Unread' : '',
    row.who,
    row.subject,
    row.starred ? 'starred' : '',
    date,
    row.attachment ? 'has attachment' : '',
    email.preview,
  ];
  const act = (event: React.MouseEvent, work: (ids: string[]) => Promise<void>) => {
    event.stopPropagation();
    void work(conversationOf(id));
  };
  return (
    <div
      role="row"
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      aria-label={label.filter(Boolean).join(', ')}
      tabIndex={isCursor ? 0 : -1}
      data-position={position}
      data-selected={isSelected}
      data-open={openThreadId === email.threadId}
      data-cursor={isCursor}
      className="mail-row"
      style={style}
      draggable
      onDragStart={(event) => startDrag(id, event.dataTransfer)}
      onDragEnd={endDrag}
      onClick={(event) => {
        if (event.shiftKey) toggleSelected(position, true);
        else if (event.ctrlKey || event.metaKey) toggleSelected(position);
        else void openRow(position);
      }}
    >
      <div role="gridcell" className="relative">
        {row.unread && <span className="absolute start-2 top-1/2 size-2 -translate-y-1/2 rounded-full bg-accent" />}
        {density !== 'compact' && (
          <span className="row-avatar absolute start-5.5 top-1/2 -translate-y-1/2">
            <Avatar name={row.first.name ?? row.first.email} email={row.first.email} size={height > 60 ? 36 : 28} />
          </span>
        )}
        <span
          className="absolute start-5.5 top-1/2 grid size-9 -translate-y-1/2 place-items-center"
          onClick={(event) => event.stopPropagation()}
        >
          <input
            type="checkbox"
            aria-label={`Select ${row.subject}`}
            tabIndex={-1}
            className="row-check size-4.5"
            checked={isSelected}
            onChange={(event) => toggleSelected(position, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </span>
      </div>
      <div role="gridcell" className="grid min-w-0 content-center">
        <span className="flex items-baseline gap-1.5">
          <span className={`truncate ${row.unread ? 'font-semibold' : 'font-medium'}`} dir="auto">
            <Marked text={row.who} />
          </span>
          {row.count > 1 && <span className="text-[12px] text-fg-3">{row.count}</span>}
          <span className={`row-date ms-auto flex-none text-[12px] tabular-nums ${row.unread ? 'font-semibold' : 'text-fg-2'}`}>
            {date}
          </span>
        </span>
        {density !== 'compact' && (
          <span className="flex items-center gap-1.5">
            <span className={`min-w-0 flex-1 truncate ${row.unread ? 'font-semibold' : ''}`} dir="auto">
              <Marked text={row.subject} />
            </span>
            {row.attachment && <Paperclip size={14} strokeWidth={1.75} className="row-date flex-none text-fg-2" aria-hidden />}
            {row.starred && <Star size={14} className="row-date flex-none fill-star text-star" aria-hidden />}
          </span>
        )}
        {density === 'comfortable' && (
          <span className="truncate text-fg-3" dir="auto">
            <Marked text={email.preview || '\u00a0'} />
          </span>
        )}
        {/* For the mouse alone: keys, the toolbars and the picker do the same for everybody. */}
        <span className="row-actions" aria-hidden>
          <RowAction label="Archive" onClick={(event) => act(event, (ids) => moveToRole(ids, 'archive'))} icon={Archive} />
          <RowAction label="Delete" onClick={(event) => act(event, (ids) => moveToRole(ids, 'trash'))} icon={Trash2} />
          <RowAction
            label={row.unread ? 'Mark as read' : 'Mark as unread'}
            onClick={(event) => act(event, (ids) => setKeyword(row.unread ? ids : ids.slice(-1), '$seen', row.unread))}
            icon={row.unread ? MailOpen : Mail}
          />
        </span>
      </div>
    </div>
  );
}

function RowAction({ label, icon: Icon, onClick }: { label: string; icon: typeof Archive; onClick: (event: React.MouseEvent) => void }) {
  return (
    <IconButton label={label} tabIndex={-1} onClick={onClick}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}
