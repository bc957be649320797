'use client';
/** What has become of the draft, in words that are announced. */
import { Check, CloudOff, CopyPlus, HardDrive, LoaderCircle } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { SaveState } from '#client/compose/draft/draft-saver.ts';

export function SaveWords({ save }: { save: SaveState }) {
  const t = useTranslations('compose');
  const locale = useLocale();
  switch (save.kind) {
    case 'new':
    case 'changed':
      return null;
    case 'saving':
      return (
        <>
          <LoaderCircle size={14} className="animate-spin" aria-hidden />
          <span>{t('saving')}</span>
        </>
      );
    case 'saved': {
      const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(save.at);
      if (save.conflict)
        return (
          <span title={t('conflictHint')} className="flex items-center gap-1.5 text-warning">
            <CopyPlus size={14} aria-hidden /> {t('conflict')}
          </span>
        );
      return (
        <>
          <Check size={14} aria-hidden />
          <span>{t('saved', { time })}</span>
        </>
      );
    }
    case 'failed':
      return (
        <span title={save.why} className="flex items-center gap-1.5 text-warning">
          {save.offline ? <HardDrive size={14} aria-hidden /> : <CloudOff size={14} aria-hidden />}
          {save.offline ? t('savedHere') : t('notSavedYet')}
        </span>
      );
  }
}
