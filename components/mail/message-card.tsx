'use client';
import { Reply } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { longDate, shortDate } from '#client/mail/format-date.ts';
import { answer } from '#client/mail/keys.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';
import { AttachmentList } from './attachment-list.tsx';
import { MessageBody } from './message-body.tsx';

/** One message of a conversation: folded to a line, or whole. */
export function MessageCard({ email, isLast }: { email: FullEmail; isLast: boolean }) {
  const settings = useMail((state) => state.settings);
  const [isOpen, setOpen] = useState(() => isLast || !email.keywords.$seen);
  const [showsDetails, setDetails] = useState(false);
  const sender = senderOf(email);
  const card = 'rounded-card border border-border bg-surface max-sm:rounded-none max-sm:border-x-0';
  if (!isOpen) {
    return (
      <article className={card} aria-label={`Message from ${nameOf(sender)}`}>
        <button
          type="button"
          aria-expanded="false"
          onClick={() => setOpen(true)}
          className="flex h-12 w-full items-center gap-3 px-3.5 text-start text-[13px]"
        >
          <span className="grid w-9 justify-items-center">
            <Avatar name={sender.name ?? sender.email} email={sender.email} size={28} />
          </span>
          <b className="flex-none font-semibold" dir="auto">
            {nameOf(sender)}
          </b>
          <span className="min-w-0 flex-1 truncate text-fg-2" dir="auto">
            {email.preview}
          </span>
          <time className="flex-none text-[12px] text-fg-2">{shortDate(email.receivedAt, settings, new Date())}</time>
        </button>
      </article>
    );
  }
  const people = [...(email.to ?? []), ...(email.cc ?? [])];
  return (
    <article className={card} aria-label={`Message from ${nameOf(sender)}`}>
      <header className="flex items-start gap-3 p-3.5">
        <Avatar name={sender.name ?? sender.email} email={sender.email} size={36} />
        <div className="min-w-0 flex-1">
          <p className="flex flex-wrap items-baseline gap-x-2">
            <b className="font-semibold" dir="auto">
              {nameOf(sender)}
            </b>
            {sender.name && <span className="truncate text-[13px] text-fg-2">{sender.email}</span>}
          </p>
          <button
            type="button"
            aria-expanded={showsDetails}
            onClick={() => setDetails(!showsDetails)}
            className="max-w-full truncate text-start text-[12px] leading-5 text-fg-2 hover:text-fg"
          >
            {people.length > 0 ? `to ${people.map(nameOf).join(', ')}` : 'to undisclosed recipients'}
          </button>
          {showsDetails && <Details email={email} />}
        </div>
        <time className="text-[12px] leading-6 text-fg-2" title={longDate(email.receivedAt, settings)}>
          {shortDate(email.receivedAt, settings, new Date())}
        </time>
        <IconButton label={`Reply to ${nameOf(sender)}`} onClick={() => answer('reply', email.id)}>
          <Reply size={16} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </header>
      <div className="px-3.5 pb-4 sm:ps-15.5">
        <MessageBody email={email} />
        <AttachmentList parts={email.attachments} blobId={email.blobId} />
      </div>
    </article>
  );
}

function Details({ email }: { email: FullEmail }) {
  const settings = useMail((state) => state.settings);
  const list = (people: FullEmail['to']) =>
    (people ?? []).map(({ name, email: address }) => (name ? `${name} <${address}>` : address)).join(', ');
  const rows = [
    ['From', list(email.from)],
    ['To', list(email.to)],
    ['Cc', list(email.cc)],
    ['Reply to', list(email.replyTo)],
    ['Date', longDate(email.sentAt ?? email.receivedAt, settings)],
  ].filter(([, value]) => value);
  return (
    <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-control bg-hover p-2 text-[12px] leading-5">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-fg-2">{name}</dt>
          <dd className="wrap-anywhere" dir="auto">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
