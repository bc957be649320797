'use client';
import { useTranslations } from 'next-intl';
import type { Authentication } from '#client/reading/authentication.ts';
import { longDate } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';

/** Who, to whom and when, in full; and what the server found out about the sender. */
export function MessageDetails({ email, authentication }: { email: FullEmail; authentication: Authentication | null }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const list = (people: FullEmail['to']) =>
    (people ?? []).map(({ name, email: address }) => (name ? `${name} <${address}>` : address)).join(', ');
  const listId = email['header:List-Id:asText'];
  const rows: [string, string][] = [
    [t('details.from'), list(email.from)],
    [t('details.to'), list(email.to)],
    [t('details.cc'), list(email.cc)],
    [t('details.bcc'), list(email.bcc)],
    [t('details.replyTo'), list(email.replyTo)],
    [t('details.date'), longDate(email.sentAt ?? email.receivedAt, settings)],
    [t('details.envelopeFrom'), differs(email) ? (email.envelopeFrom ?? '') : ''],
    [t('details.list'), listId ?? ''],
  ];
  return (
    <dl className="mt-1 mb-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 rounded-control bg-hover p-2 text-[12px] leading-5">
      {rows
        .filter(([, value]) => value)
        .map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-fg-2">{name}</dt>
            <dd className="wrap-anywhere" dir="auto">
              {value}
            </dd>
          </div>
        ))}
      {(authentication?.methods ?? []).map(({ method, result, detail }, index) => (
        <div key={`${method} ${index}`} className="contents">
          <dt className="text-fg-2 uppercase">{method}</dt>
          <dd className="wrap-anywhere" dir="ltr">
            <span className={look[result] ?? 'text-fg-2'}>{result}</span> <span className="text-fg-3">{detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

const look: Record<string, string> = { pass: 'font-medium text-success', fail: 'font-medium text-danger', softfail: 'text-warning' };

/** Worth a line: another address than the one that is shown stood on the envelope. */
function differs({ from, envelopeFrom }: FullEmail): boolean {
  return Boolean(envelopeFrom) && from?.[0]?.email.toLowerCase() !== envelopeFrom?.toLowerCase();
}
