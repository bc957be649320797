'use client';
import { AlarmClock, Archive, BellOff, Mail, MailOpen, Paperclip, Star, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { Avatar } from '#components/ui/avatar.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { toggleSelected } from '#client/mail/list/cursor.ts';
import { endDrag, startDrag } from '#client/mail/acts/drag.ts';
import { formatWhen, shortDate } from '#client/i18n/format-date.ts';
import { setRead } from '#client/mail/acts/keywords.ts';
import { labelsOf } from '#client/mail/acts/label.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { moveToRole } from '#client/mail/acts/move.ts';
import { openRow } from '#client/mail/navigate.ts';
import { openPicker } from '#client/mail/acts/panels.ts';
import { rowOf } from '#client/mail/list/row-of.ts';
import { conversationOf } from '#client/mail/acts/targets.ts';
import { LabelTag } from '#components/mail/label-dot.tsx';
import { Marked } from './marked.tsx';
import { FileChip } from './row-files.tsx';

interface Props {
  id: string | undefined;
  position: number;
  height: number;
  density: 'compact' | 'cosy' | 'comfortable';
}

/** One conversation. Its label says all that its parts show. */
export const MessageRow = memo(function MessageRow({ id, position, height, density }: Props) {
  const t = useTranslations('mail');
  const email = useMail((state) => (id ? state.emails.get(id) : undefined));
  const thread = useMail((state) => state.threads.get(email?.threadId ?? ''));
  const others = useMail(useShallow((state) => (thread ?? []).flatMap((one) => state.emails.get(one) ?? [])));
  const isSelected = useMail((state) => state.wholeQuery || (id !== undefined && state.selected.has(id)));
  const isCursor = useMail((state) => state.cursor === position);
  const isOpen = useMail((state) => state.route.threadId !== null && state.route.threadId === email?.threadId);
  const box = useMail((state) => state.route.box);
  const mailboxes = useMail((state) => state.mailboxes);
  const settings = useMail((state) => state.settings);
  const snippet = useMail((state) => (id ? state.snippets.get(id) : undefined));
  const style = { top: position * height, height };
  if (!id || !email) return <div role="row" aria-rowindex={position + 1} aria-label={t('loading')} className="mail-row" style={style} />;
  const row = rowOf(email, others, box);
  const labels = labelsOf({ mailboxIds: row.mailboxIds }, mailboxes, box);
  const wakes = email.snoozedUntil ? formatWhen(new Date(email.snoozedUntil), settings) : null;
  const date = shortDate(email.receivedAt, settings, new Date());
  const preview = snippet?.preview ?? email.preview;
  const label = [
    row.unread ? t('row.unread') : '',
    row.who,
    row.subject,
    row.starred ? t('row.starred') : '',
    row.muted ? t('row.muted') : '',
    date,
    row.attachment ? t('row.attachment') : '',
    wakes ? t('snoozedUntil', { when: wakes }) : '',
    ...labels.map(({ name }) => name),
    email.preview,
  ];
  const act = (event: React.MouseEvent, work: (ids: string[]) => unknown) => {
    event.stopPropagation();
    work(conversationOf(id));
  };
  const tags = labels.slice(0, density === 'comfortable' && !row.file ? 2 : 1);
  const extras = (
    <span className="row-date flex flex-none items-center gap-1.5">
      {row.muted && <BellOff size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />}
      {row.attachment && !(density === 'comfortable' && row.file) && (
        <Paperclip size={14} strokeWidth={1.75} className="text-fg-2" aria-hidden />
      )}
      {row.starred && <Star size={14} className="fill-star text-star" aria-hidden />}
    </span>
  );
  return (
    <div
      role="row"
      aria-rowindex={position + 1}
      aria-selected={isSelected}
      aria-label={label.filter(Boolean).join(', ')}
      tabIndex={isCursor ? 0 : -1}
      data-position={position}
      data-selected={isSelected}
      data-open={isOpen}
      data-cursor={isCursor}
      className="mail-row"
      style={style}
      draggable
      onFocus={({ currentTarget }) => currentTarget.matches(':focus-visible') && setMail({ cursor: position })}
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
            aria-label={t('row.select', { subject: row.subject })}
            tabIndex={-1}
            className="row-check size-4.5"
            checked={isSelected}
            onChange={(event) => toggleSelected(position, (event.nativeEvent as MouseEvent).shiftKey)}
          />
        </span>
      </div>
      <div role="gridcell" className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-center">
        <span className="flex items-baseline gap-1.5">
          <span className={`truncate ${row.unread ? 'font-semibold' : 'font-medium'}`} dir="auto">
            <Marked text={row.who} />
          </span>
          {row.count > 1 && <span className="text-[12px] text-fg-3">{row.count}</span>}
          {density === 'compact' && (
            <span className={`min-w-0 flex-1 truncate ps-2 ${row.unread ? 'font-semibold' : 'text-fg-2'}`} dir="auto">
              <Marked text={row.subject} />
            </span>
          )}
          <span
            className={`row-date ms-auto flex-none text-[12px] tabular-nums ${wakes ? 'text-warning' : row.unread ? 'font-semibold' : 'text-fg-2'}`}
          >
            {wakes ?? date}
          </span>
        </span>
        {density !== 'compact' && (
          <span className="flex items-center gap-1.5">
            <span className={`min-w-0 flex-1 truncate ${row.unread ? 'font-semibold' : ''}`} dir="auto">
              <Marked text={row.subject} />
            </span>
            {density === 'cosy' && tags.map(({ id: key, name, color }) => <LabelTag key={key} name={name} color={color} />)}
            {extras}
          </span>
        )}
        {density === 'comfortable' && (
          <span className="flex items-center gap-1.5">
            <span className="min-w-0 flex-1 truncate text-fg-3" dir="auto">
              <Marked text={preview || '\u00a0'} />
            </span>
            <span className="row-date flex max-w-1/2 flex-none gap-1">
              {row.file && <FileChip file={row.file} />}
              {tags.map(({ id: key, name, color }) => (
                <LabelTag key={key} name={name} color={color} />
              ))}
            </span>
          </span>
        )}
        {/* For the mouse alone: keys, the toolbars and the context menu do the same for everybody. */}
        <span className="row-actions" aria-hidden>
          <RowAction
            label={t('commands.archive')}
            refusal={refusalOf('archive', [id])}
            onClick={(event) => act(event, (ids) => moveToRole(ids, 'archive'))}
            icon={Archive}
          />
          <RowAction
            label={t('commands.delete')}
            refusal={refusalOf('delete', [id])}
            onClick={(event) => act(event, (ids) => moveToRole(ids, 'trash'))}
            icon={Trash2}
          />
          <RowAction
            label={t('commands.snooze')}
            refusal={refusalOf('snooze', [id])}
            onClick={(event) => act(event, (ids) => openPicker('snooze', ids))}
            icon={AlarmClock}
          />
          <RowAction
            label={row.unread ? t('commands.markRead') : t('commands.markUnread')}
            refusal={refusalOf('markRead', [id])}
            onClick={(event) => act(event, (ids) => setRead(ids, row.unread))}
            icon={row.unread ? MailOpen : Mail}
          />
        </span>
      </div>
    </div>
  );
});

interface RowActionProps {
  label: string;
  icon: typeof Archive;
  refusal: string | null;
  onClick: (event: React.MouseEvent) => void;
}

function RowAction({ label, icon: Icon, refusal, onClick }: RowActionProps) {
  return (
    <IconButton label={label} refusal={refusal} tabIndex={-1} onClick={onClick}>
      <Icon size={16} strokeWidth={1.75} aria-hidden />
    </IconButton>
  );
}
