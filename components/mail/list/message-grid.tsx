'use client';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Point } from '#components/ui/menu-at.tsx';
import { useListScroll } from '#client/hooks/use-list-scroll.ts';
import { usePull } from '#client/hooks/use-pull.ts';
import { useSwipe } from '#client/hooks/use-swipe.ts';
import { loadWindow } from '#client/mail/list/load-list.ts';
import { mail, useMail } from '#client/mail/mail-store.ts';
import { MessageRow } from './message-row.tsx';
import { NewMailPill } from './new-mail-pill.tsx';
import { PullHint, SwipeUnder } from './touch-hints.tsx';
import { RowMenu } from './row-menu.tsx';

const heights = { compact: 40, cosy: 56, comfortable: 72 };
const around = 8;

/** The virtual list: as tall as the whole mailbox, with the rows that are seen. Rows ask for their window when it is not there. */
export function MessageGrid() {
  const t = useTranslations('mail');
  const list = useMail((state) => state.list);
  const density = useMail((state) => state.settings.density);
  const cursor = useMail((state) => state.cursor);
  const [menu, setMenu] = useState<{ emailId: string; at: Point } | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = heights[density];
  const view = useListScroll(scroller, rowHeight, list.key);
  const swipe = useSwipe(scroller);
  const pull = usePull(scroller);
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

  const onContextMenu = (event: React.MouseEvent) => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
    const emailId = row ? list.ids[Number(row.dataset.position)] : undefined;
    if (!emailId) return;
    event.preventDefault();
    if (swipe.isTouch()) return; // a long press selects
    setMenu({ emailId, at: { x: event.clientX, y: event.clientY } });
  };
  const positions = Array.from({ length: Math.max(0, last - first) }, (_, index) => first + index);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <NewMailPill onTop={() => scroller.current?.scrollTo({ top: 0 })} />
      <PullHint distance={pull} />
      <div
        ref={scroller}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain"
        onContextMenu={onContextMenu}
        onFocus={() => {
          hadFocus.current = true;
        }}
        onBlur={(event) => {
          hadFocus.current = event.relatedTarget === null || event.currentTarget.contains(event.relatedTarget);
        }}
      >
        <div
          role="grid"
          aria-label={t('grid')}
          aria-rowcount={list.total}
          aria-multiselectable="true"
          className="relative"
          style={{ height: list.total * rowHeight }}
        >
          {swipe.under && <SwipeUnder under={swipe.under} height={rowHeight} />}
          {positions.map((position) => {
            const id = list.ids[position];
            return <MessageRow key={id ?? `empty ${position}`} id={id} position={position} height={rowHeight} density={density} />;
          })}
        </div>
      </div>
      {menu && <RowMenu emailId={menu.emailId} at={menu.at} onClose={() => setMenu(null)} />}
    </div>
  );
}
