'use client';
import { Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '#components/ui/icon-button.tsx';

export function StarButton({ on, refusal, onClick }: { on: boolean; refusal?: string | null; onClick: () => void }) {
  const t = useTranslations('mail');
  return (
    <IconButton label={t('commands.star')} aria-pressed={on} refusal={refusal ?? null} onClick={onClick}>
      <Star size={18} strokeWidth={1.75} className={on ? 'fill-star text-star' : ''} aria-hidden />
    </IconButton>
  );
}
