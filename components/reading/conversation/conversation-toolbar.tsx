'use client';
import {
  AlarmClock,
  Archive,
  ArrowLeft,
  ChevronLeft,
  ChevronRight,
  FolderInput,
  Mail,
  MoreVertical,
  ShieldAlert,
  ShieldCheck,
  Tag,
  Trash2,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { StarButton } from '#components/mail/star-button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import type { CommandId } from '#client/mail/commands/command.ts';
import { step } from '#client/mail/list/cursor.ts';
import { setRead, toggleStar } from '#client/mail/acts/keywords.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { moveToRole } from '#client/mail/acts/move.ts';
import { go } from '#client/mail/navigate.ts';
import { openPicker } from '#client/mail/acts/panels.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { targets } from '#client/mail/acts/targets.ts';
import { MoreActs } from './more-acts.tsx';

/** Above the conversation: what can be done with it, where it stands in the list, and its neighbours. */
export function ConversationToolbar() {
  const t = useTranslations('mail');
  const r = useTranslations('reading');
  const route = useMail((state) => state.route);
  const cursor = useMail((state) => state.cursor);
  const total = useMail((state) => state.list.total);
  const pane = useMail((state) => state.settings.readingPane);
  const starred = useMail((state) => (state.threads.get(route.threadId ?? '') ?? []).some((id) => state.emails.get(id)?.keywords.$flagged));
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const arrow = { ...icon, className: 'rtl:-scale-x-100' };
  useMail((state) => state.shared); // what may be done may change
  const mayNot = (act: CommandId) => refusalOf(act, targets());
  const isJunk = route.box === 'junk';
  return (
    <div
      role="toolbar"
      aria-label={t('commandGroups.thread')}
      className="flex h-12 flex-none items-center gap-0.5 border-b border-border ps-3.5 pe-3 max-sm:h-14 max-sm:px-2 max-sm:*:min-w-11"
    >
      <span className={`grid justify-items-center ${pane === 'off' ? '' : 'lg:hidden'}`}>
        <IconButton label={t('commands.back')} onClick={() => go({ ...route, threadId: null })}>
          <ArrowLeft {...arrow} />
        </IconButton>
      </span>
      <IconButton
        className="max-sm:hidden"
        label={t('commands.archive')}
        refusal={mayNot('archive')}
        onClick={() => void moveToRole(targets(), 'archive')}
      >
        <Archive {...icon} />
      </IconButton>
      <IconButton
        className="max-sm:hidden"
        label={t('commands.delete')}
        refusal={mayNot('delete')}
        onClick={() => void moveToRole(targets(), 'trash')}
      >
        <Trash2 {...icon} />
      </IconButton>
      <IconButton
        className="max-sm:hidden"
        label={t(isJunk ? 'commands.notJunk' : 'commands.junk')}
        refusal={mayNot(isJunk ? 'notJunk' : 'junk')}
        onClick={() => void moveToRole(targets(), isJunk ? 'inbox' : 'junk')}
      >
        {isJunk ? <ShieldCheck {...icon} /> : <ShieldAlert {...icon} />}
      </IconButton>
      <IconButton className="max-sm:hidden" label={t('commands.snooze')} refusal={mayNot('snooze')} onClick={() => openPicker('snooze')}>
        <AlarmClock {...icon} />
      </IconButton>
      <span aria-hidden className="mx-1.5 h-5 w-px bg-border max-sm:hidden" />
      <IconButton
        className="max-sm:hidden"
        label={t('commands.markUnread')}
        refusal={mayNot('markUnread')}
        onClick={() => void setRead(targets(), false)}
      >
        <Mail {...icon} />
      </IconButton>
      <IconButton className="max-sm:hidden" label={t('commands.move')} refusal={mayNot('move')} onClick={() => openPicker('move')}>
        <FolderInput {...icon} />
      </IconButton>
      <IconButton className="max-sm:hidden" label={t('commands.label')} refusal={mayNot('label')} onClick={() => openPicker('label')}>
        <Tag {...icon} />
      </IconButton>
      <span className="max-sm:hidden">
        <MoreActs>
          <MoreVertical {...icon} />
        </MoreActs>
      </span>
      <span className="ms-auto me-1 text-[12px] whitespace-nowrap text-fg-3 tabular-nums max-sm:ms-1 max-sm:me-auto">
        {total > 0 && r('position', { at: cursor + 1, total })}
      </span>
      <span className="flex max-sm:hidden">
        <IconButton label={r('previousConversation')} disabled={cursor <= 0} onClick={() => step(-1)}>
          <ChevronLeft {...arrow} />
        </IconButton>
        <IconButton label={r('nextConversation')} disabled={cursor >= total - 1} onClick={() => step(1)}>
          <ChevronRight {...arrow} />
        </IconButton>
      </span>
      <span className="flex sm:hidden">
        <StarButton on={starred} refusal={mayNot('star')} onClick={() => void toggleStar(targets())} />
        <IconButton label={t('commands.move')} refusal={mayNot('move')} onClick={() => openPicker('move')}>
          <FolderInput {...icon} />
        </IconButton>
      </span>
    </div>
  );
}
