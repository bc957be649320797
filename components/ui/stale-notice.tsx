'use client';
/** Slim, above a page: something on it could not be loaded again, and may have changed since. */
import { History } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useStaleLoads } from '#client/hooks/stale-loads.ts';
import { Button } from './button.tsx';

export function StaleNotice() {
  const t = useTranslations('ui');
  const loads = useStaleLoads((state) => state.loads);
  const [first] = loads;
  return (
    <div role="status">
      {first && (
        <p className="flex min-h-10 flex-wrap items-center justify-center gap-x-3 gap-y-1 bg-warning-soft px-4 py-1 text-[13px] leading-5 text-warning">
          <History size={16} className="flex-none" aria-hidden />
          <span className="min-w-0">{t('stale', { problem: first.problem })}</span>
          <Button size="sm" onClick={() => loads.forEach(({ reload }) => void reload())}>
            {t('tryAgain')}
          </Button>
        </p>
      )}
    </div>
  );
}
