'use client';
/** A time to come: presets, words such as "tomorrow 9", or the calendar. */
import { Clock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { formatWhen, zoneOf } from '#client/i18n/format-when.ts';
import { presetTimes } from '#client/compose/sending/send-presets.ts';
import { parseWhen } from '#lib/date/parse-when.ts';
import { instantOf } from '#lib/date/zoned-time.ts';
import { Button } from '#components/ui/button.tsx';
import { fieldLook } from '#components/ui/form/text-field.tsx';

export function WhenPicker({ timeZone, action, onPick }: { timeZone: string; action: string; onPick: (at: Date) => void }) {
  const t = useTranslations('compose');
  const language = useLocale();
  const id = useId();
  const [text, setText] = useState('');
  const [date, setDate] = useState('');
  const [now] = useState(() => new Date());
  const zone = zoneOf(timeZone);
  const context = { now, zone, language };
  const parsed = text.trim() === '' ? null : parseWhen(text, context);
  const picked = fromCalendar(date, zone);
  const at = picked ?? parsed;
  const isPast = picked !== null && picked <= now;
  const row =
    'flex min-h-9 w-full items-center gap-2.5 rounded-control px-2.5 text-start text-[13px] leading-5 hover:bg-hover max-sm:min-h-11';
  return (
    <div className="grid gap-1">
      {presetTimes(context).map((preset) => (
        <button key={preset.name} type="button" className={row} onClick={() => onPick(preset.at)}>
          <Clock size={16} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
          <span className="flex-1">{t(preset.name)}</span>
          <span className="text-[12px] text-fg-3 tabular-nums">{formatWhen(preset.at, language, zone)}</span>
        </button>
      ))}
      <form
        className="mt-1 grid gap-2 border-t border-hairline px-2 pt-2.5 pb-1"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation(); // in React it would bubble to the form of the window
          if (at && !isPast) onPick(at);
        }}
      >
        <label htmlFor={`${id}-words`} className="text-[12px] leading-4 font-medium text-fg-2">
          {t('whenWords')}
        </label>
        <input
          id={`${id}-words`}
          value={text}
          placeholder={t('whenExample')}
          autoComplete="off"
          dir="auto"
          onChange={(event) => {
            setText(event.target.value);
            setDate('');
          }}
          className={`${fieldLook} h-9 text-[13px]`}
        />
        <label htmlFor={`${id}-date`} className="text-[12px] leading-4 font-medium text-fg-2">
          {t('whenCalendar')}
        </label>
        <input
          id={`${id}-date`}
          type="datetime-local"
          value={date}
          onChange={(event) => {
            setDate(event.target.value);
            setText('');
          }}
          className={`${fieldLook} h-9 text-[13px]`}
        />
        <div className="flex min-h-9 items-center gap-2">
          <span
            role="status"
            className={`min-w-0 flex-1 text-[12px] leading-4 ${isPast || (text.trim() !== '' && !at) ? 'text-danger' : 'text-fg-2'}`}
          >
            {isPast ? t('whenPast') : at ? formatWhen(at, language, zone) : text.trim() !== '' ? t('whenUnknown') : ''}
          </span>
          <Button type="submit" size="sm" variant="primary" disabled={!at || isPast}>
            {action}
          </Button>
        </div>
      </form>
    </div>
  );
}

/** What a datetime-local field holds: a wall clock without a zone. */
function fromCalendar(text: string, zone: string): Date | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)/.exec(text);
  if (!match) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map(Number);
  return instantOf({ year, month, day, hour, minute }, zone);
}
