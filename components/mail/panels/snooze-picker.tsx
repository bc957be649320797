'use client';
import { AlarmClock } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { parseWhen } from '#lib/date/parse-when.ts';
import { Button } from '#components/ui/button.tsx';
import { formatWhen, zoneName } from '#client/i18n/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { closePanel, panelTargets } from '#client/mail/acts/panels.ts';
import { snooze } from '#client/mail/acts/snooze.ts';
import { snoozePresets } from '#client/mail/acts/snooze-presets.ts';
import { Sheet } from './sheet.tsx';

/** Until when: what people choose most, or a time in their own words. */
export function SnoozePicker() {
  const t = useTranslations('mail');
  const language = useLocale();
  const settings = useMail((state) => state.settings);
  const [now] = useState(() => new Date());
  const [text, setText] = useState('');
  const zone = zoneName(settings);
  const said = text.trim() === '' ? null : parseWhen(text, { now, zone, language });
  const put = (until: Date) => {
    const ids = panelTargets();
    closePanel();
    void snooze(ids, until);
  };
  return (
    <Sheet title={t('snoozePicker.title')}>
      <form
        className="mb-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (said) put(said);
        }}
      >
        <label className="grid gap-1 text-[13px]">
          <span className="text-fg-2">{t('snoozePicker.field')}</span>
          <span className="flex gap-2">
            <input
              autoFocus
              autoComplete="off"
              placeholder={t('snoozePicker.example')}
              className="h-9 min-w-0 flex-1 rounded-control border border-control bg-surface px-3 text-[14px]"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <Button type="submit" variant="primary" disabled={!said}>
              {t('snoozePicker.do')}
            </Button>
          </span>
        </label>
        <p role="status" className="mt-1 min-h-5 text-[12px] leading-5 text-fg-2">
          {said ? formatWhen(said, settings) : text.trim() !== '' ? t('snoozePicker.notUnderstood') : ''}
        </p>
      </form>
      <ul className="grid">
        {snoozePresets(now, zone).map(({ name, at }) => (
          <li key={name}>
            <button
              type="button"
              className="flex min-h-10 w-full items-center gap-3 rounded-control px-3 text-start hover:bg-hover max-sm:min-h-11"
              onClick={() => put(at)}
            >
              <AlarmClock size={16} strokeWidth={1.75} className="text-fg-2" aria-hidden />
              {t(`presets.${name}`)}
              <span className="ms-auto text-[12px] text-fg-3 tabular-nums">{formatWhen(at, settings)}</span>
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
