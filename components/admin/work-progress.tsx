'use client';
/** A long work that somebody waits for: how much is done, and the way to end it. */
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { adminFormat } from './format.ts';
import { JobBar } from './job-state.tsx';
import { endWork, workState, type WorkState } from './work-actions.ts';

const lookEveryMs = 700;

export function WorkProgress({ id, label, onEnd }: { id: number; label: string; onEnd: (state: WorkState) => void }) {
  const t = useTranslations('admin.restore');
  const work = useTranslations('admin.work');
  const format = adminFormat(useLocale());
  const [share, setShare] = useState(0);
  const [isEnding, setEnding] = useState(false);
  const look = useEffectEvent(async (): Promise<boolean> => {
    const now = await workState(id);
    setShare(now.share);
    const isOpen = now.state === 'waiting' || now.state === 'running';
    if (!isOpen) onEnd(now);
    return isOpen;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isShown = true;
    const next = () => {
      timer = setTimeout(() => {
        void look().then((goOn) => goOn && isShown && next(), next); // a moment without a connection is not its end
      }, lookEveryMs);
    };
    next();
    return () => {
      isShown = false;
      clearTimeout(timer);
    };
  }, [id]);
  return (
    <div className="grid gap-2">
      <div className="flex items-center justify-between gap-3">
        <p role="status" className="tabular-nums text-fg-2">
          {label} {work('share', { share: format.percent(Math.floor(share * 100) / 100) })}
        </p>
        <Button
          size="sm"
          disabled={isEnding}
          onClick={() => {
            setEnding(true);
            void endWork(id);
          }}
        >
          {isEnding ? t('ending') : t('end')}
        </Button>
      </div>
      <JobBar done={share} total={1} label={label} />
      <p className="text-[13px] leading-5 text-fg-3">{t('goesOn')}</p>
    </div>
  );
}
