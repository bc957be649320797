'use client';
import { longDate } from '#client/mail/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';

/** Who, to whom and when, in full. */
export function MessageDetails({ email }: { email: FullEmail }) {
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
