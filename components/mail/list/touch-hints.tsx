'use client';
import { AlarmClock, Archive, MailOpen, RefreshCw, Star, Trash2, type LucideIcon } from 'lucide-react';
import { pullFar } from '#client/hooks/use-pull.ts';
import type { SwipeAct, Under } from '#client/hooks/use-swipe.ts';

const icons: Record<Exclude<SwipeAct, 'none'>, LucideIcon> = {
  archive: Archive,
  delete: Trash2,
  snooze: AlarmClock,
  read: MailOpen,
  star: Star,
};

/** What a row that is drawn aside uncovers. */
export function SwipeUnder({ under: { position, act, side, isFar }, height }: { under: Under; height: number }) {
  if (act === 'none') return null;
  const Icon = icons[act];
  return (
    <div
      aria-hidden
      className="swipe-under absolute inset-x-0 flex items-center px-6"
      data-act={act}
      data-far={isFar}
      style={{ top: position * height, height, justifyContent: side === 'start' ? 'start' : 'end' }}
      dir="ltr"
    >
      <Icon size={22} />
    </div>
  );
}

export function PullHint({ distance }: { distance: number }) {
  if (distance === 0) return null;
  return (
    <div aria-hidden className="grid flex-none place-items-center overflow-hidden text-fg-2" style={{ height: distance }}>
      <RefreshCw size={20} style={{ transform: `rotate(${distance * 4}deg)` }} className={distance >= pullFar ? 'text-accent' : ''} />
    </div>
  );
}
