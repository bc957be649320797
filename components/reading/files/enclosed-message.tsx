'use client';
import { useTranslations } from 'next-intl';
import { useMemo, type ReactNode } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { longDate } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { nameOf } from '#client/mail/types.ts';
import type { Readable } from '#client/reading/files/readable.ts';
import { readableOfBytes } from '#client/reading/files/readable-bytes.ts';
import { MessageBody } from '#components/reading/message-body.tsx';

/** A message that came inside another. Nobody vouches for its sender, so no permission of a sender counts in it. */
export function EnclosedMessage({ bytes, filesOf }: { bytes: Uint8Array<ArrayBuffer>; filesOf: (message: Readable) => ReactNode }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const message = useMemo(() => readableOfBytes(bytes), [bytes]);
  const [sender] = message.from;
  const people = [...message.to, ...message.cc].map(nameOf).join(', ');
  return (
    <article aria-label={message.subject || t('enclosedName')}>
      <h3 className="text-[16px] leading-6 font-semibold wrap-anywhere" dir="auto">
        {message.subject || t('noSubject')}
      </h3>
      <header className="my-3 flex items-center gap-3">
        <Avatar name={sender ? nameOf(sender) : '?'} email={sender?.email ?? ''} size={36} />
        <div className="min-w-0 flex-1 text-[13px] leading-5">
          <p className="truncate font-semibold" dir="auto">
            {sender ? nameOf(sender) : t('unknownSender')}
          </p>
          <p className="truncate text-[12px] text-fg-3" dir="auto">
            {people ? t('toPeople', { people }) : t('toNobody')}
          </p>
        </div>
        {message.date && <time className="flex-none text-[12px] text-fg-3">{longDate(message.date, settings)}</time>}
      </header>
      <MessageBody message={message} isAligned={false} isForged={false} light={null} />
      {filesOf(message)}
    </article>
  );
}
