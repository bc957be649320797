'use client';
import { ChevronDown, PencilLine, Reply } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { openCompose } from '#client/compose/open-compose.ts';
import { longDate, shortDate } from '#client/mail/format-date.ts';
import { answer } from '#client/mail/answer.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { isMe, nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';
import { ScheduledBar } from '#components/compose/scheduled-bar.tsx';
import { AttachmentList } from './attachment-list.tsx';
import { FoldedMessage } from './folded-message.tsx';
import { MessageBody } from './message-body.tsx';
import { MessageDetails } from './message-details.tsx';
import { MessageMenu } from './message-menu.tsx';

/** One message of a conversation: folded to a line, or whole. */
export function MessageCard({ email, isLast }: { email: FullEmail; isLast: boolean }) {
  const settings = useMail((state) => state.settings);
  const me = useMail((state) => state.me);
  const [isOpen, setOpen] = useState(() => isLast || !email.keywords.$seen);
  const [showsDetails, setDetails] = useState(false);
  const sender = senderOf(email);
  const isScheduled = useMail((state) => state.mailboxes.some(({ id, role }) => role === 'scheduled' && email.mailboxIds[id]));
  const card =
    'message-card rounded-card border border-border bg-surface max-sm:rounded-none max-sm:border-x-0 max-sm:border-t-0 max-sm:first-of-type:border-t-0';
  if (!isOpen) {
    return (
      <article className={card} aria-label={`Message from ${nameOf(sender)}`}>
        <FoldedMessage email={email} onOpen={() => setOpen(true)} />
      </article>
    );
  }
  const people = [...(email.to ?? []), ...(email.cc ?? [])].map((person) => (isMe(person, me) ? 'me' : nameOf(person)));
  return (
    <article className={card} aria-label={`Message from ${nameOf(sender)}`}>
      <header className="flex items-start gap-3 ps-3.5 pe-2.5 pt-3">
        <Avatar name={sender.name ?? sender.email} email={sender.email} size={36} />
        <div className="min-w-0 flex-1">
          <p className="flex min-w-0 items-baseline gap-x-2 leading-5.5 whitespace-nowrap" onDoubleClick={() => isLast || setOpen(false)}>
            <b className="truncate font-semibold" dir="auto">
              {nameOf(sender)}
            </b>
            {sender.name && <span className="min-w-0 truncate text-[13px] text-fg-3 max-sm:hidden">{sender.email}</span>}
          </p>
          <button
            type="button"
            aria-expanded={showsDetails}
            onClick={() => setDetails(!showsDetails)}
            className="-my-1 flex min-h-6 max-w-full items-center gap-1 text-start text-[12px] leading-4 text-fg-3 hover:text-fg"
          >
            <span className="truncate" dir="auto">
              {people.length > 0 ? `to ${people.join(', ')}` : 'to undisclosed recipients'}
            </span>
            <ChevronDown size={12} className="flex-none" aria-hidden />
          </button>
          {showsDetails && <MessageDetails email={email} />}
        </div>
        <time className="flex-none text-[12px] leading-5.5 text-fg-3" title={longDate(email.receivedAt, settings)}>
          {shortDate(email.receivedAt, settings, new Date())}
        </time>
        <span className="-mt-1 flex flex-none">
          {!email.keywords.$draft && (
            <IconButton className="max-sm:hidden" label={`Answer ${nameOf(sender)}`} onClick={() => answer('reply', email.id)}>
              <Reply size={18} strokeWidth={1.75} aria-hidden />
            </IconButton>
          )}
          <MessageMenu email={email} />
        </span>
      </header>
      {isScheduled && <ScheduledBar emailId={email.id} timeZone={settings.timeZone} />}
      {email.keywords.$draft && (
        <div className="mx-3.5 mt-2.5 flex min-h-9 items-center rounded-control bg-warning-soft ps-3 pe-1 text-[13px] text-warning">
          <span className="me-auto">Draft, not sent yet</span>
          <Button size="sm" variant="ghost" onClick={() => openCompose({ kind: 'draft', emailId: email.id })}>
            <PencilLine size={16} strokeWidth={1.75} aria-hidden />
            Edit draft
          </Button>
        </div>
      )}
      <div className="px-3.5 pt-3 pb-4 sm:ps-15.5 sm:pe-4.5">
        <MessageBody email={email} />
        <AttachmentList parts={email.attachments} />
      </div>
    </article>
  );
}
