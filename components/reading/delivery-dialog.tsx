'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { messageOf } from '#client/mail/call.ts';
import { longDate, preciseTime } from '#client/mail/format-date.ts';
import { nameOfMailbox } from '#client/mail/order-mailboxes.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { loadEvents, say, type DeliveryEvent } from '#client/reading/load-events.ts';
import { eventLooks } from './event-looks.ts';
import { ReadingDialog } from './reading-dialog.tsx';

/** What happened to the message on its way: how it came in and was judged, or each attempt with what the other server said. */
export function DeliveryDialog({ email, onClose }: { email: FullEmail; onClose: () => void }) {
  const t = useTranslations('reading');
  const settings = useMail((state) => state.settings);
  const [events, setEvents] = useState<DeliveryEvent[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    loadEvents(email.id).then(
      (found) => gone || setEvents(found),
      (error: unknown) => gone || setProblem(messageOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [email.id]);
  return (
    <ReadingDialog title={t('delivery')} size="wide" onClose={onClose}>
      <p className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-1 text-[13px] text-fg-2">
        <span className="font-medium text-fg" dir="auto">
          {email.subject || t('noSubject')}
        </span>
        {events?.[0] && <span>{longDate(events[0].at, settings)}</span>}
        {events && <Outcome events={events} />}
      </p>
      {problem && <p role="alert">{problem}</p>}
      {!events && !problem && <div role="status" aria-label={t('loading')} className="late h-40 rounded-card bg-hover" />}
      {events?.length === 0 && <p className="text-[14px] text-fg-2">{t('noEvents')}</p>}
      {events && events.length > 0 && (
        <ol className="grid">
          {events.map((event, index) => (
            <Event key={event.id} event={event} time={preciseTime(event.at, settings)} isLast={index === events.length - 1} />
          ))}
        </ol>
      )}
    </ReadingDialog>
  );
}

/** For mail that was sent: to how many of its recipients it has come. */
function Outcome({ events }: { events: DeliveryEvent[] }) {
  const t = useTranslations('reading');
  const state = new Map<string, string>();
  for (const { type, detail } of events) {
    const recipient = say(detail, 'rcpt');
    if (recipient) state.set(recipient, type);
  }
  if (state.size === 0 || !events.some(({ type }) => type === 'submitted' || type === 'queued')) return null;
  const done = [...state.values()].filter((type) => type === 'sent' || type === 'delivered').length;
  const failed = [...state.values()].includes('bounced');
  return (
    <StatusBadge look={failed ? 'bad' : done === state.size ? 'ok' : 'warn'}>{t('deliveredTo', { done, total: state.size })}</StatusBadge>
  );
}

function Event({ event, time, isLast }: { event: DeliveryEvent; time: string; isLast: boolean }) {
  const { title, badge, lines, reply, icon: Icon, tone } = useEventText(event);
  return (
    <li className="grid grid-cols-[6.5rem_1.75rem_minmax(0,1fr)] gap-x-3 max-sm:grid-cols-[1.75rem_minmax(0,1fr)]">
      <time
        className="pt-1 text-end text-[12px] leading-5 text-fg-3 tabular-nums max-sm:order-3 max-sm:col-start-2 max-sm:text-start"
        dateTime={event.at}
      >
        {time}
      </time>
      <span className="relative grid justify-items-center max-sm:order-1 max-sm:row-span-2">
        {!isLast && <span aria-hidden className="absolute inset-y-7 w-px bg-border" />}
        <span className={`grid size-7 place-items-center rounded-full ${tone}`}>
          <Icon size={15} strokeWidth={1.75} aria-hidden />
        </span>
      </span>
      <div className="min-w-0 pb-5 max-sm:order-2 max-sm:pb-1">
        <p className="flex min-h-7 flex-wrap items-center gap-2 text-[14px] leading-5.5 font-semibold" dir="auto">
          {title}
          {badge && <StatusBadge look={badge.look}>{badge.text}</StatusBadge>}
        </p>
        {lines.map((line) => (
          <p key={line} className="text-[13px] leading-5 wrap-anywhere text-fg-2" dir="auto">
            {line}
          </p>
        ))}
        {reply && (
          <pre
            className="mt-1.5 overflow-x-auto rounded-control border border-border bg-hover px-3 py-2 font-mono text-[12px] leading-4.5 whitespace-pre-wrap wrap-anywhere"
            dir="ltr"
          >
            {reply}
          </pre>
        )}
      </div>
    </li>
  );
}

function useEventText({ type, detail }: DeliveryEvent) {
  const t = useTranslations('reading');
  const mailboxes = useMail((state) => state.mailboxes);
  const settings = useMail((state) => state.settings);
  const known = eventLooks[type];
  const recipient = say(detail, 'rcpt');
  const mailbox = mailboxes.find(({ id }) => id === detail.mailboxId);
  const place = mailbox ? nameOfMailbox(mailbox) : say(detail, 'mailbox');
  const of = (name: string) => say(detail, name);
  const when = (name: string) => (of(name) && !Number.isNaN(Date.parse(of(name))) ? longDate(of(name), settings) : '');
  const words = (
    key: 'from' | 'to' | 'host' | 'tls' | 'helo' | 'by' | 'rule' | 'place' | 'next' | 'due' | 'attempt' | 'score' | 'reasons',
    value: string,
  ) => (value ? t(`eventLines.${key}`, { value }) : '');
  const verdicts = ['spf', 'dkim', 'dmarc', 'arc'].flatMap((name) => (of(name) ? [`${name.toUpperCase()} ${of(name)}`] : [])).join(', ');
  const score = of('score') && of('needed') ? `${of('score')} / ${of('needed')}` : of('score');
  const lines = [
    [words('from', of('from')), words('to', of('to'))].filter(Boolean).join(', '),
    [words('host', [of('host'), of('remote')].filter(Boolean).join(', ')), words('helo', of('helo')), words('tls', of('tls'))]
      .filter(Boolean)
      .join(', '),
    [of('source'), of('protocol'), words('by', of('user'))].filter(Boolean).join(', '),
    verdicts,
    words('score', score),
    words('reasons', of('reasons')),
    [words('rule', of('script')), words('place', place)].filter(Boolean).join(', '),
    of('text'),
    words('attempt', Number(of('attempt')) > 1 ? of('attempt') : ''),
    words('next', when('next')),
    words('due', when('due')),
  ].filter(Boolean);
  const reply = [of('code'), of('status'), of('reply')].filter(Boolean).join(' ');
  const said = known ? t(`events.${known.key}`) : type;
  const title = recipient && known?.badge ? recipient : type === 'judged' && detail.junk === true ? t('events.judgedJunk') : said;
  const badge = recipient && known?.badge ? { look: known.badge, text: said } : null;
  return { title, badge, lines, reply, icon: (known ?? eventLooks.other).icon, tone: (known ?? eventLooks.other).tone };
}
