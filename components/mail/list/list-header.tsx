'use client';
import {
  BookmarkPlus,
  BookmarkX,
  CheckCheck,
  Eraser,
  Lock,
  Mail,
  MailOpen,
  MoreVertical,
  PanelBottom,
  PanelRight,
  RefreshCw,
  Rows3,
  Star,
  Zap,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import type { MenuAction } from '#components/ui/menu-items.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { showProblem } from '#client/mail/activity.ts';
import { useListTitle } from '#client/hooks/use-list-title.ts';
import { keyHint } from '#client/mail/commands/all.ts';
import { selectWhere } from '#client/mail/list/cursor.ts';
import { saveSettings } from '#client/mail/mailboxes/load-mailboxes.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { isReadOnly } from '#client/mail/acts/may.ts';
import { go } from '#client/mail/navigate.ts';
import { entryOfBox } from '#client/mail/mailboxes/order-mailboxes.ts';
import { reloadShown } from '#client/mail/list/reload-list.ts';
import { toggleSaved } from '#client/mail/search/saved-searches.ts';
import { searchEverywhere } from '#client/mail/search/search-everywhere.ts';
import { sharedHere } from '#client/mail/shared.ts';

type SelectingId = 'selectAll' | 'selectUnread' | 'selectRead' | 'selectStarred';

export function ListHeader() {
  const t = useTranslations('mail');
  const { box, q } = useMail((state) => state.route);
  const mailboxes = useMail((state) => state.mailboxes);
  const total = useMail((state) => state.list.total);
  const isLocal = useMail((state) => state.list.isLocal === true);
  const pane = useMail((state) => state.settings.readingPane);
  useMail((state) => state.shared);
  const shared = sharedHere();
  const entry = entryOfBox(mailboxes, box, shared?.mailboxes);
  const place = shared?.mailboxes.find(({ id }) => id === box);
  const owned = shared ? t('shared.by', { owner: shared.name }) : '';
  const title = useListTitle();
  const counted = entry && entry.count > 0 ? t(entry.counts === 'drafts' ? 'countOf' : 'unreadOf', { count: entry.count }) : '';
  const isKnown = useMail((state) => state.list.status === 'ready');
  const found = isKnown ? t(isLocal ? 'foundHere' : 'foundFor', { count: total }) : '';
  const detail = box === 'search' ? found : [counted, owned].filter(Boolean).join(' · ');
  const wider = box === 'search' ? searchEverywhere(q) : null;
  const isSaved = useMail((state) => state.settings.savedSearches.includes(q));
  const choose = (id: SelectingId, icon: MenuAction['icon'], passes: Parameters<typeof selectWhere>[0]): MenuAction => ({
    ...{ label: t(`commands.${id}`), icon, ...keyHint(id), onSelect: () => selectWhere(passes) },
  });
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const panes = { right: PanelRight, bottom: PanelBottom, off: Rows3 };
  const actions: MenuAction[] = [
    choose('selectAll', CheckCheck, () => true),
    choose('selectUnread', Mail, ({ keywords }) => !keywords.$seen),
    choose('selectRead', MailOpen, ({ keywords }) => keywords.$seen),
    choose('selectStarred', Star, ({ keywords }) => keywords.$flagged),
    ...(box === 'search' && !shared
      ? [{ label: t('createRule'), icon: Zap, onSelect: () => location.assign(`/settings/rules?q=${encodeURIComponent(q)}`) }]
      : []),
    ...(['right', 'bottom', 'off'] as const)
      .filter((one) => one !== pane)
      .map((one): MenuAction => ({
        label: t(`pane.${one}`),
        icon: panes[one],
        onSelect: () => void saveSettings({ readingPane: one }).catch(showProblem),
      })),
    ...(['trash', 'junk'].includes(box) && total > 0
      ? [
          {
            label: t(box === 'trash' ? 'emptyTrash' : 'emptyJunk'),
            icon: Eraser,
            onSelect: () => setMail({ panel: 'emptyMailbox' as const }),
          },
        ]
      : []),
  ];
  return (
    <header className="flex h-12 flex-none items-center border-b border-border ps-5.5 pe-2.5 max-sm:ps-4">
      <span className="grid w-12 flex-none justify-items-center pe-3 max-sm:hidden">
        <input
          type="checkbox"
          aria-label={t('selectLoaded')}
          className="size-4.5"
          checked={false}
          disabled={total === 0}
          onChange={() => selectWhere(() => true)}
        />
      </span>
      <h1 className={`truncate text-[14px] leading-5.5 font-semibold ${wider ? 'sr-only' : ''}`} dir="auto">
        {title}
      </h1>
      <span className={`truncate text-[12px] text-fg-3 ${wider ? 'me-auto flex-none' : 'ms-2 min-w-0 flex-1'}`} dir="auto">
        {detail}
      </span>
      {place && isReadOnly(place) && (
        <span className="me-1 flex flex-none">
          <StatusBadge icon={<Lock size={12} aria-hidden />}>{t('shared.readOnly')}</StatusBadge>
        </span>
      )}
      {wider && !isLocal && (
        <button
          type="button"
          className="h-7 min-w-0 truncate rounded-control px-2 text-[13px] font-medium text-accent hover:bg-hover"
          onClick={() => go({ box: 'search', threadId: null, q: wider })}
        >
          {t('searchEverywhere')}
        </button>
      )}
      {box === 'search' && (
        <IconButton label={t(isSaved ? 'forgetSearch' : 'saveSearch')} onClick={() => void toggleSaved(q)}>
          {isSaved ? <BookmarkX {...icon} /> : <BookmarkPlus {...icon} />}
        </IconButton>
      )}
      <span className={wider ? 'max-xl:hidden' : ''}>
        <IconButton label={t('commands.refresh')} onClick={() => void reloadShown()}>
          <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </span>
      <IconMenu label={t('listMenu')} actions={actions}>
        <MoreVertical size={18} strokeWidth={1.75} aria-hidden />
      </IconMenu>
    </header>
  );
}
