'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { formatSize } from '#client/i18n/format-size.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { readAuthentication } from '#client/reading/authentication.ts';
import { longDate } from '#client/i18n/format-date.ts';
import { loadMailboxes } from '#client/mail/mailboxes/load-mailboxes.ts';
import { loadThread } from '#client/mail/load-thread.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { readableOf } from '#client/reading/files/readable.ts';
import { MessageBody } from './message-body.tsx';

/** All that is folded is open here, everything is black on white, and the printing begins when the last message is there. */
export function PrintPage(props: { threadId: string; emailId: string | null; me: string }) {
  return useInBrowser() ? <Sheets {...props} /> : null;
}

function Sheets({ threadId, emailId }: { threadId: string; emailId: string | null }) {
  const t = useTranslations('reading');
  const { threads, full, settings, hostname } = useMail();
  const [problem, setProblem] = useState<string | null>(null);
  const [shown, setShown] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    loadMailboxes()
      .then(() => loadThread(threadId))
      .catch((error: unknown) => setProblem(wordsOf(error)));
  }, [threadId]);
  const emails = (threads.get(threadId) ?? []).flatMap((id) => (emailId && id !== emailId ? [] : (full.get(id) ?? [])));
  const isComplete = emails.length > 0 && emails.every(({ id }) => shown.has(id));
  useEffect(() => {
    // A frame has told its height; one more picture of the page, so that the paper has it too.
    if (isComplete) requestAnimationFrame(() => requestAnimationFrame(() => window.print()));
  }, [isComplete]);
  if (problem) return <p role="alert">{problem}</p>;
  return (
    <main className="mx-auto max-w-200 bg-white p-6 text-[14px] leading-5.5 text-black" style={{ colorScheme: 'light' }}>
      <h1 className="border-b border-black/20 pb-2 text-[20px] leading-7 font-semibold" dir="auto">
        {emails[0]?.subject || t('noSubject')}
      </h1>
      {emails.map((email) => (
        <article key={email.id} className="border-b border-black/20 py-4">
          <PrintHead email={email} date={longDate(email.receivedAt, settings)} />
          <MessageBody
            message={readableOf(email)}
            isAligned={readAuthentication(email['header:Authentication-Results:asText:all'], hostname)?.isAligned ?? false}
            isForged={false}
            light
            unfold
            onShown={() => setShown((before) => new Set(before).add(email.id))}
          />
          {email.attachments.length > 0 && (
            <p className="mt-2 text-[12px]">
              {t('attachments')}:{' '}
              {email.attachments.map(({ name, size }) => `${name ?? '?'} (${formatSize(size, settings.language)})`).join(', ')}
            </p>
          )}
        </article>
      ))}
    </main>
  );
}

function PrintHead({ email, date }: { email: FullEmail; date: string }) {
  const t = useTranslations('reading');
  const list = (people: FullEmail['to']) =>
    (people ?? []).map(({ name, email: address }) => (name ? `${name} <${address}>` : address)).join(', ');
  const rows = [
    [t('details.from'), list(email.from)],
    [t('details.to'), list(email.to)],
    [t('details.cc'), list(email.cc)],
    [t('details.date'), date],
  ].filter(([, value]) => value);
  return (
    <dl className="mb-3 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-[12px] leading-5">
      {rows.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-black/60">{name}</dt>
          <dd className="wrap-anywhere" dir="auto">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
