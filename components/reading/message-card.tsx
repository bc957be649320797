'use client';
import { ChevronDown, PencilLine, Reply, ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useMemo, useState } from 'react';
import { ReceiptBar } from '#components/compose/sending/receipt-bar.tsx';
import { PersonPopover } from '#components/contacts/person-popover.tsx';
import { JunkNotice } from '#components/junk/junk-notice.tsx';
import { ahead } from '#components/ui/ahead.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { openCompose } from '#client/compose/open-compose.ts';
import { useOpened } from '#client/hooks/use-opened.ts';
import { answer } from '#client/mail/acts/answer.ts';
import { readAuthentication } from '#client/reading/authentication.ts';
import { longDate, shortDate } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { sharedOf } from '#client/mail/shared.ts';
import { isMe, nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';
import { calendarPart } from '#client/reading/invitation/calendar-part.ts';
import { readableOf } from '#client/reading/files/readable.ts';
import { AttachmentList } from '#components/reading/files/attachment-list.tsx';
import { AuthBadge } from './auth-badge.tsx';
import { CryptoBanner } from '#components/reading/protection/crypto-banner.tsx';
import { FoldedMessage } from './folded-message.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageDetails } from './message-details.tsx';
import { MessageMenu } from './message-menu.tsx';
import { SenderAvatar } from './sender-avatar.tsx';
import { UnsubscribeButton } from './unsubscribe-button.tsx';

const InvitationCard = ahead(() => import('./invitation-card.tsx').then((one) => one.InvitationCard));
const ScheduledBar = ahead(() => import('#components/compose/sending/scheduled-bar.tsx').then((one) => one.ScheduledBar));

const look =
  'message-card rounded-card border border-border bg-surface max-sm:rounded-none max-sm:border-x-0 max-sm:border-t-0 max-sm:first-of-type:border-t-0';

/** One message of a conversation: folded to a line, or whole. */
export function MessageCard({ email, isLast }: { email: FullEmail; isLast: boolean }) {
  const t = useTranslations('reading');
  const [isOpen, setOpen] = useState(() => isLast || !email.keywords.$seen);
  useEffect(() => {
    const onUnfold = (event: Event) => setOpen((event as CustomEvent<boolean>).detail || isLast);
    window.addEventListener('posthorn-unfold', onUnfold);
    return () => window.removeEventListener('posthorn-unfold', onUnfold);
  }, [isLast]);
  return (
    <article className={look} aria-label={t('messageFrom', { name: nameOf(senderOf(email)) })}>
      {isOpen ? (
        <OpenMessage email={email} onFold={isLast ? null : () => setOpen(false)} />
      ) : (
        <FoldedMessage email={email} onOpen={() => setOpen(true)} />
      )}
    </article>
  );
}

function OpenMessage({ email, onFold }: { email: FullEmail; onFold: (() => void) | null }) {
  const t = useTranslations('reading');
  const { settings, me, hostname } = useMail();
  const [showsDetails, setDetails] = useState(false);
  const [light, setLight] = useState<boolean | null>(null);
  const details = useId();
  const sender = senderOf(email);
  const isScheduled = useMail((state) => state.mailboxes.some(({ id, role }) => role === 'scheduled' && email.mailboxIds[id]));
  const fields = email['header:Authentication-Results:asText:all'];
  const authentication = useMemo(() => readAuthentication(fields, hostname), [fields, hostname]);
  const isForged = authentication?.verdict === 'failed';
  const opened = useOpened(email);
  const message = opened.kind === 'opened' ? opened.message : readableOf(email);
  const people = [...(email.to ?? []), ...(email.cc ?? [])].map((person) => (isMe(person, me) ? t('me') : nameOf(person)));
  return (
    <>
      <header className="flex items-start gap-3 ps-3.5 pe-2.5 pt-3">
        <SenderAvatar
          emailId={email.id}
          name={sender.name ?? sender.email}
          email={sender.email}
          mayHaveLogo={authentication?.methods.some(({ method, result }) => method === 'bimi' && result === 'pass') ?? false}
        />
        <div className="min-w-0 flex-1">
          <p className="flex min-w-0 items-center gap-x-2 leading-5.5 whitespace-nowrap" onDoubleClick={() => onFold?.()}>
            <PersonPopover name={sender.name} email={sender.email} className="truncate">
              <b className="font-semibold" dir="auto">
                {nameOf(sender)}
              </b>
            </PersonPopover>
            {sender.name && (
              <span className="min-w-0 truncate text-[13px] text-fg-3 max-sm:hidden" dir="ltr">
                {sender.email}
              </span>
            )}
            {authentication && <AuthBadge authentication={authentication} />}
          </p>
          <button
            type="button"
            aria-expanded={showsDetails}
            aria-controls={details}
            onClick={() => setDetails(!showsDetails)}
            className="-my-1 flex min-h-6 max-w-full items-center gap-1 text-start text-[12px] leading-4 text-fg-3 hover:text-fg"
          >
            <span className="truncate" dir="auto">
              {people.length > 0 ? t('toPeople', { people: people.join(', ') }) : t('toNobody')}
            </span>
            <ChevronDown size={12} className={`flex-none ${showsDetails ? 'rotate-180' : ''}`} aria-hidden />
          </button>
          <div id={details}>{showsDetails && <MessageDetails email={email} authentication={authentication} />}</div>
        </div>
        <time
          className="flex-none text-[12px] leading-5.5 text-fg-3"
          dateTime={email.receivedAt}
          title={longDate(email.receivedAt, settings)}
        >
          {shortDate(email.receivedAt, settings, new Date())}
        </time>
        <span className="-mt-1 flex flex-none print:hidden">
          {!email.keywords.$draft && (
            <IconButton className="max-sm:hidden" label={t('answer', { name: nameOf(sender) })} onClick={() => answer('reply', email.id)}>
              <Reply size={18} strokeWidth={1.75} className="rtl:-scale-x-100" aria-hidden />
            </IconButton>
          )}
          <MessageMenu email={email} light={light} onLight={setLight} />
        </span>
      </header>
      {!isForged && <ReceiptBar email={email} />}
      {isForged && (
        <div
          role="alert"
          className="mx-3.5 mt-2.5 flex min-h-9 items-center gap-2.5 rounded-control bg-danger-soft px-3 py-2 text-[13px] leading-5 text-danger"
        >
          <ShieldAlert size={18} strokeWidth={1.75} className="flex-none" aria-hidden />
          {t('forged', { domain: sender.email.slice(sender.email.lastIndexOf('@') + 1) })}
        </div>
      )}
      <JunkNotice emailId={email.id} sender={sender.email} mailboxIds={email.mailboxIds} />
      {isScheduled && <ScheduledBar emailId={email.id} timeZone={settings.timeZone} />}
      {email.keywords.$draft && !isScheduled && !sharedOf(email.id) && (
        <div className="mx-3.5 mt-2.5 flex min-h-9 items-center rounded-control bg-warning-soft ps-3 pe-1 text-[13px] text-warning">
          <span className="me-auto">{t('draft')}</span>
          <Button size="sm" variant="ghost" onClick={() => openCompose({ kind: 'draft', emailId: email.id })}>
            <PencilLine size={16} strokeWidth={1.75} aria-hidden />
            {t('editDraft')}
          </Button>
        </div>
      )}
      <div className="px-3.5 pt-3 pb-4 sm:ps-15.5 sm:pe-4.5">
        <UnsubscribeButton email={email} />
        {calendarPart(message.parts) && <InvitationCard email={email} message={message} />}
        <CryptoBanner state={opened} onAgain={opened.again} />
        <MessageBody message={message} isAligned={authentication?.isAligned ?? false} isForged={isForged} light={light} />
        <AttachmentList message={message} title={email.subject ?? ''} />
      </div>
    </>
  );
}
