'use client';
/** On a message that waits for its time: when it goes, and how to change that. */
import { Clock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import { openCompose } from '#client/compose/open-compose.ts';
import { reschedule, scheduledSend, unschedule, type ScheduledSend } from '#client/compose/sending/scheduled.ts';
import { formatWhen, zoneOf } from '#client/i18n/format-when.ts';
import { say } from '#client/compose/sending/sent-messages.ts';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { WhenPopover } from './when-popover.tsx';

export function ScheduledBar({ emailId, timeZone }: { emailId: string; timeZone: string }) {
  const t = useTranslations('compose');
  const language = useLocale();
  const [waiting, setWaiting] = useState<ScheduledSend | null>(null);
  const [open, setOpen] = useState(false);
  const change = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    let gone = false;
    jmapConnection()
      .then((connection) => scheduledSend(connection, emailId))
      .then(
        (found) => gone || setWaiting(found),
        () => undefined,
      );
    return () => {
      gone = true;
    };
  }, [emailId]);
  if (!waiting) return null;
  async function run(act: () => Promise<string | null>): Promise<void> {
    setOpen(false);
    try {
      const said = await act();
      if (said) say(said);
    } catch (error) {
      say(wordsOf(error));
    }
  }
  const back = async () => {
    if (!(await unschedule(await jmapConnection(), emailId))) return t('tooLate');
    setWaiting(null);
    return null;
  };
  const at = async (time: Date | null) => {
    await reschedule(await jmapConnection(), emailId, time);
    setWaiting(time ? { ...waiting, sendAt: time } : null);
    return time ? t('scheduledFor', { when: formatWhen(time, language, zoneOf(timeZone)) }) : t('messageSent');
  };
  return (
    <div className="mx-3.5 mt-2.5 flex min-h-9 flex-wrap items-center gap-1 rounded-control bg-accent-soft py-0.5 ps-3 pe-1 text-[13px] text-accent">
      <Clock size={16} strokeWidth={1.75} className="me-1 flex-none" aria-hidden />
      <span className="me-auto">{t('scheduledFor', { when: formatWhen(waiting.sendAt, language, zoneOf(timeZone)) })}</span>
      <button
        ref={change}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        className={buttonLook('ghost', 'sm')}
        onClick={() => setOpen(!open)}
      >
        {t('changeTime')}
      </button>
      {open && (
        <WhenPopover
          label={t('changeTime')}
          action={t('schedule')}
          timeZone={timeZone}
          anchor={change}
          align="end"
          onPick={(time) => void run(() => at(time))}
          onClose={() => setOpen(false)}
        />
      )}
      <Button size="sm" variant="ghost" onClick={() => void run(() => at(null))}>
        {t('sendNow')}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        onClick={() =>
          void run(async () => {
            const said = await back();
            if (!said) openCompose({ kind: 'draft', emailId });
            return said;
          })
        }
      >
        {t('edit')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => void run(async () => (await back()) ?? t('unscheduled'))}>
        {t('cancelSending')}
      </Button>
    </div>
  );
}
