'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useMail } from '#client/mail/mail-store.ts';

const limits = { right: { least: 320, most: 560, usual: 420 }, bottom: { least: 160, most: 640, usual: 320 } };
const place = (pane: 'right' | 'bottom') => `posthorn.list.${pane}`;

/** Between the list and the reading pane: drawn by the mouse, moved by the arrow keys (WAI-ARIA separator), kept on this device. */
export function Splitter() {
  const pane = useMail((state) => state.settings.readingPane);
  return pane === 'off' ? null : <Bar key={pane} pane={pane} />;
}

function Bar({ pane }: { pane: 'right' | 'bottom' }) {
  const t = useTranslations('mail');
  const { least, most, usual } = limits[pane];
  const within = (value: number) => Math.max(least, Math.min(most, Math.round(value)));
  const [size, setSize] = useState<number | null>(() => Number(localStorage.getItem(place(pane))) || null);
  useEffect(() => {
    const panel = document.querySelector<HTMLElement>('.mail-panel');
    if (size === null) panel?.style.removeProperty('--list-size');
    else panel?.style.setProperty('--list-size', `${size}px`);
    if (size === null) localStorage.removeItem(place(pane));
    else localStorage.setItem(place(pane), String(size));
  }, [size, pane]);
  const onKeyDown = (event: React.KeyboardEvent) => {
    const [less, more] = pane === 'right' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const step = event.key === more ? 16 : event.key === less ? -16 : 0;
    const direction = pane === 'right' && document.dir === 'rtl' ? -1 : 1;
    if (event.key === 'Home') setSize(least);
    else if (event.key === 'End') setSize(most);
    else if (event.key === 'Enter') setSize(null);
    else if (step !== 0) setSize(within((size ?? usual) + step * direction));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPointerMove = (event: React.PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const list = event.currentTarget.previousElementSibling?.getBoundingClientRect();
    if (!list) return;
    const across = document.dir === 'rtl' ? list.right - event.clientX : event.clientX - list.left;
    setSize(within(pane === 'right' ? across : event.clientY - list.top));
  };
  return (
    <div
      role="separator"
      tabIndex={0}
      aria-label={t('splitter')}
      aria-orientation={pane === 'right' ? 'vertical' : 'horizontal'}
      aria-valuenow={size ?? usual}
      aria-valuemin={least}
      aria-valuemax={most}
      className="mail-splitter"
      onKeyDown={onKeyDown}
      onDoubleClick={() => setSize(null)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
    />
  );
}
