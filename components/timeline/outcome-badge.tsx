/** To how many of its recipients a message has come. */
import { useTranslations } from 'next-intl';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { Outcome } from '#lib/timeline/step.ts';

export function OutcomeBadge({ outcome: { done, total, look } }: { outcome: Outcome }) {
  const t = useTranslations('timeline');
  return <StatusBadge look={look}>{t('deliveredTo', { done, total })}</StatusBadge>;
}
