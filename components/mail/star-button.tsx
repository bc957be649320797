'use client';
import { Star } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';

export function StarButton({ on, onClick }: { on: boolean; onClick: () => void }) {
  return (
    <IconButton label="Star" aria-pressed={on} onClick={onClick}>
      <Star size={18} strokeWidth={1.75} className={on ? 'fill-star text-star' : ''} aria-hidden />
    </IconButton>
  );
}
