'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { dayDate, longDate, preciseTime } from '#client/i18n/format-date.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { nameOfMailbox } from '#client/mail/mailboxes/order-mailboxes.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { loadEvents, type DeliveryEvent } from '#client/reading/load-events.ts';
import { OutcomeBadge } from '#components/timeline/outcome-badge.tsx';
import { outcomeOf, type TimelineClock, type TimelineStep } from '#lib/timeline/step.ts';
import { Timeline } from '#components/timeline/timeline.tsx';
import { ReadingDialog } from './reading-dialog.tsx';

/** What happened to the message on its way: how it came in and was judged, or each attempt with what the other server said. */
export function DeliveryDialog({ email, onClose }: { email: FullEmail; onClose: () => void }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const mailboxes = useMail((state) => state.mailboxes);
  const [events, setEvents] = useState<DeliveryEvent[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    loadEvents(email.id).then(
      (found) => gone || setEvents(found),
      (error: unknown) => gone || setProblem(wordsOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [email.id]);
  const clock: TimelineClock = {
    time: (at) => preciseTime(at.toISOString(), settings),
    day: (at) => dayDate(at.toISOString(), settings),
    moment: (at) => longDate(at.toISOString(), settings),
  };
  const steps = events?.map(({ id, at, type, detail }): TimelineStep => {
    const mailbox = mailboxes.find((one) => one.id === detail.mailboxId);
    return { key: id, at: new Date(at), type, detail, mailbox: mailbox ? nameOfMailbox(mailbox) : null };
  });
  const outcome = steps ? outcomeOf(steps) : null;
  return (
    <ReadingDialog title={t('delivery')} size="wide" onClose={onClose}>
      <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-hairline pb-4 text-[13px] text-fg-2">
        <span className="min-w-0 font-medium wrap-anywhere text-fg" dir="auto">
          {email.subject || t('noSubject')}
        </span>
        {steps?.[0] && <span>{clock.day(steps[0].at)}</span>}
        {outcome && (
          <span className="ms-auto max-sm:ms-0">
            <OutcomeBadge outcome={outcome} />
          </span>
        )}
      </p>
      {problem && <p role="alert">{problem}</p>}
      {!steps && !problem && <div role="status" aria-label={t('loading')} className="late h-40 rounded-card bg-hover" />}
      {steps?.length === 0 && <p className="text-[14px] text-fg-2">{t('noEvents')}</p>}
      {steps && <Timeline steps={steps} clock={clock} />}
    </ReadingDialog>
  );
}
