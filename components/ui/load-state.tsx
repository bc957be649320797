'use client';
/** Until something is there: that it is loading (after a moment), or why it did not come. */
import { useTranslations } from 'next-intl';
import { Button } from './button.tsx';

export function LoadState({ problem, onRetry }: { problem: string | null; onRetry: () => void }) {
  const t = useTranslations('ui');
  if (problem === null) {
    return (
      <p role="status" className="late px-4 py-10 text-center text-fg-3">
        {t('loading')}
      </p>
    );
  }
  return (
    <div role="alert" className="grid justify-items-center gap-3 px-4 py-10 text-center text-fg-2">
      <p>{problem}</p>
      <Button size="sm" onClick={onRetry}>
        {t('tryAgain')}
      </Button>
    </div>
  );
}
