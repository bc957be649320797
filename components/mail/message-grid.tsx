'use client';
import { useEffect, useRef } from 'react';
import { useListScroll } from '#client/hooks/use-list-scroll.ts';
import { loadWindow } from '#client/mail/load-list.ts';
import { mail, useMail } from '#client/mail/mail-store.ts';
import { MessageRow } from './message-row.tsx';
import { NewMailPill } from './new-mail-pill.tsx';

const heights = { compact: 40, cosy: 56, comfortable: 72 };
const around = 8;

/** The virtual list: as tall as the whole mailbox, with the rows that are seen. Rows ask for their window when it is not there. */
export function MessageGrid() {
  const list = useMail((state) => state.list);
  const density = useMail((state) => state.settings.density);
  const cursor = useMail((state) => state.cursor);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = heights[density];
  const view = useListScroll(scroller, rowHeight, list.key);
  const first = Math.max(0, Math.floor(view.top / rowHeight) - around);
  const last = Math.min(list.total, Math.ceil((view.top + view.height) / rowHeight) + around);

  useEffect(() => {
    const { route } = mail();
    for (let at = first; at < last + 30; at += 30) void loadWindow(route, Math.min(at, Math.max(0, last - 1)));
  }, [first, last, list.key, list.ids]);

  // The focus goes with the cursor, also when the row that had it has left the list.
  const hadFocus = useRef(false);
  useEffect(() => {
    const element = scroller.current;
    const active = document.activeElement;
    if (!element || !hadFocus.current || (active !== document.body && !element.contains(active))) return;
    element.querySelector<HTMLElement>(`[data-position="${cursor}"]`)?.focus({ preventScroll: true });
  }, [cursor, list.ids]);

  const positions = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <NewMailPill onTop={() => scroller.current?.scrollTo({ top: 0 })} />
      <div
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
        onFocus={() => {
          hadFocus.current = true;
        }}
        onBlur={(event) => {
          hadFocus.current = event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget);
        }}
      >
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
    </div>
  );
}
