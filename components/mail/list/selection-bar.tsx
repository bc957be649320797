'use client';
import { AlarmClock, Archive, FolderInput, Mail, MailOpen, MoreVertical, ShieldAlert, Star, Tag, Trash2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { useListTitle } from '#client/hooks/use-list-title.ts';
import { actsOn } from '#client/mail/acts/acts-on.ts';
import type { CommandId } from '#client/mail/commands/command.ts';
import { clearSelection } from '#client/mail/list/cursor.ts';
import { setRead, toggleStar } from '#client/mail/acts/keywords.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { moveToRole } from '#client/mail/acts/move.ts';
import { openPicker } from '#client/mail/acts/panels.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { targets } from '#client/mail/acts/targets.ts';
import { menuOf } from '#components/mail/acts-menu.ts';

/** What can be done with the selected conversations; and, when all that are loaded are selected, with all that the query finds. */
export function SelectionBar() {
  const t = useTranslations('mail');
  const selected = useMail((state) => state.selected);
  const whole = useMail((state) => state.wholeQuery);
  const total = useMail((state) => state.list.total);
  const ids = useMail((state) => state.list.ids);
  const loaded = useMemo(() => ids.filter((id) => id !== undefined).length, [ids]);
  const anyUnread = useMail((state) => state.wholeQuery || [...state.selected].some((id) => !state.emails.get(id)?.keywords.$seen));
  const place = useListTitle();
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const canSelectAll = !whole && selected.size >= loaded && total > selected.size;
  const acted = targets();
  const mayNot = (act: CommandId) => refusalOf(act, acted);
  const more = actsOn(acted).filter(({ id }) => !whole || !['snooze', 'unsnooze', 'block'].includes(id));
  return (
    <>
      <h1 className="sr-only">{place}</h1>
      <div
        role="toolbar"
        aria-label={t('selectionBar')}
        className="flex h-12 flex-none items-center gap-0.5 border-b border-border bg-accent-soft ps-3 pe-2 max-sm:justify-between max-sm:px-1"
      >
        <IconButton label={t('commands.selectNone')} onClick={clearSelection}>
          <X {...icon} />
        </IconButton>
        <span className="me-auto min-w-0 truncate text-[13px] font-medium tabular-nums" role="status">
          {whole ? t('selectedAll', { count: total }) : t('selected', { count: selected.size })}
        </span>
        <IconButton label={t('commands.archive')} refusal={mayNot('archive')} onClick={() => void moveToRole(targets(), 'archive')}>
          <Archive {...icon} />
        </IconButton>
        <IconButton label={t('commands.delete')} refusal={mayNot('delete')} onClick={() => void moveToRole(targets(), 'trash')}>
          <Trash2 {...icon} />
        </IconButton>
        <span className="contents max-sm:hidden">
          <IconButton label={t('commands.junk')} refusal={mayNot('junk')} onClick={() => void moveToRole(targets(), 'junk')}>
            <ShieldAlert {...icon} />
          </IconButton>
          {!whole && (
            <IconButton label={t('commands.snooze')} refusal={mayNot('snooze')} onClick={() => openPicker('snooze')}>
              <AlarmClock {...icon} />
            </IconButton>
          )}
        </span>
        <IconButton
          refusal={mayNot('markRead')}
          label={t(anyUnread ? 'commands.markRead' : 'commands.markUnread')}
          onClick={() => void setRead(targets(), anyUnread)}
        >
          {anyUnread ? <MailOpen {...icon} /> : <Mail {...icon} />}
        </IconButton>
        <span className="contents max-xl:hidden">
          <IconButton label={t('commands.star')} refusal={mayNot('star')} onClick={() => void toggleStar(targets())}>
            <Star {...icon} />
          </IconButton>
        </span>
        <span className="contents max-sm:hidden">
          <IconButton label={t('commands.move')} refusal={mayNot('move')} onClick={() => openPicker('move')}>
            <FolderInput {...icon} />
          </IconButton>
        </span>
        <span className="contents max-xl:hidden">
          <IconButton label={t('commands.label')} refusal={mayNot('label')} onClick={() => openPicker('label')}>
            <Tag {...icon} />
          </IconButton>
        </span>
        <IconMenu label={t('commands.more')} actions={menuOf(more)}>
          <MoreVertical {...icon} />
        </IconMenu>
      </div>
      {canSelectAll && (
        <div className="flex flex-none justify-center border-b border-border bg-surface">
          <button
            type="button"
            className="min-h-9 px-3 text-[13px] font-medium text-accent hover:underline max-sm:min-h-11"
            onClick={() => setMail({ wholeQuery: true })}
          >
            {t('selectWholeQuery', { count: total, place })}
          </button>
        </div>
      )}
    </>
  );
}
