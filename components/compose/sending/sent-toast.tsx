'use client';
/** "Message sent · Undo", for as long as the server holds the message. Always dark, so that it is seen over either theme. */
import { X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { formatWhen, zoneOf } from '#client/i18n/format-when.ts';
import { dismissSent, undoSend, useSentMessage, type SentMessage } from '#client/compose/sending/sent-messages.ts';

export function SentToast() {
  const t = useTranslations('compose');
  const language = useLocale();
  const { sent, note } = useSentMessage();
  const until = sent?.until ? formatWhen(sent.until, language, zoneOf(sent.context.settings.timeZone)) : null;
  const canUndo = sent !== null && (sent.holdSeconds > 0 || until !== null) && !note;
  useEffect(() => {
    if (!sent && !note) return undefined;
    const timer = setTimeout(dismissSent, sent ? Math.max(sent.holdSeconds, sent.until ? 10 : 4) * 1000 : 5000);
    return () => clearTimeout(timer);
  }, [sent, note]);
  return (
    <div
      role="status"
      className="pointer-events-none fixed start-6 bottom-6 z-50 max-xl:start-1/2 max-xl:-translate-x-1/2 max-sm:start-4 max-sm:end-4 max-sm:translate-x-0 rtl:max-xl:translate-x-1/2"
    >
      {(sent ?? note) && (
        <div className="toast pointer-events-auto flex h-12 items-center gap-3 rounded-card ps-3.5 pe-2 text-[14px] whitespace-nowrap shadow-dialog">
          {sent && sent.holdSeconds > 0 && !note && <Countdown key={sent.submissionId} sent={sent} />}
          <span className="min-w-0 flex-1 truncate">{note ?? (until ? t('scheduledFor', { when: until }) : t('messageSent'))}</span>
          {canUndo && (
            <button type="button" className="toast-action h-8 rounded-control px-2.5 font-semibold" onClick={() => void undoSend(sent)}>
              {t('undo')}
            </button>
          )}
          <button
            type="button"
            aria-label={t('dismiss')}
            className="toast-close grid size-7 place-items-center rounded-control"
            onClick={dismissSent}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}

/** Seconds left, as a number in a ring that empties. */
function Countdown({ sent }: { sent: SentMessage }) {
  const [left, setLeft] = useState(sent.holdSeconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(Math.max(0, Math.ceil((sent.at + sent.holdSeconds * 1000 - Date.now()) / 1000))), 250);
    return () => clearInterval(timer);
  }, [sent]);
  const around = 2 * Math.PI * 9.5;
  return (
    <svg width={24} height={24} viewBox="0 0 24 24" fill="none" strokeWidth={2.5} aria-hidden>
      <circle cx={12} cy={12} r={9.5} className="toast-track" />
      <circle
        cx={12}
        cy={12}
        r={9.5}
        className="toast-ring"
        strokeLinecap="round"
        strokeDasharray={`${(around * left) / sent.holdSeconds} ${around}`}
        transform="rotate(-90 12 12)"
      />
      <text x={12} y={15.8} textAnchor="middle" fill="currentColor" fontSize={11} fontWeight={600}>
        {left}
      </text>
    </svg>
  );
}
