'use client';
import { useEffect, useRef, useState } from 'react';
import { loadWindow } from '#client/mail/load-list.ts';
import { mail, useMail } from '#client/mail/mail-store.ts';
import { MessageRow } from './message-row.tsx';

const heights = { compact: 40, cosy: 56, comfortable: 72 };
const around = 8;

/** The virtual list: as tall as the whole mailbox, with the rows that are seen. Rows ask for their window when it is not there. */
export function MessageGrid() {
  const list = useMail((state) => state.list);
  const density = useMail((state) => state.settings.density);
  const cursor = useMail((state) => state.cursor);
  const scroller = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 900 });
  const rowHeight = heights[density];
  const first = Math.max(0, Math.floor(view.top / rowHeight) - around);
  const last = Math.min(list.total, Math.ceil((view.top + view.height) / rowHeight) + around);

  useEffect(() => {
    const { route } = mail();
    for (let at = first; at < last + 30; at += 30) void loadWindow(route, Math.min(at, Math.max(0, last - 1)));
  }, [first, last, list.key, list.ids]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [list.key]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const top = cursor * rowHeight;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTo({ top: top + rowHeight - element.clientHeight });
    const isInList = element.contains(document.activeElement);
    if (isInList) element.querySelector<HTMLElement>(`[data-position="${cursor}"]`)?.focus({ preventScroll: true });
  }, [cursor, rowHeight]);

  const positions = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div ref={scroller} className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain">
      <div
        role="grid"
        aria-label="Messages"
        aria-rowcount={list.total}
        aria-multiselectable="true"
        className="relative"
        style={{ height: list.total * rowHeight }}
      >
        {positions.map((position) => {
          const id = list.ids[position];
          return <MessageRow key={id ?? `empty ${position}`} id={id} position={position} height={rowHeight} density={density} />;
        })}
      </div>
    </div>
  );
}
