import { useEffect, useRef, useState, type RefObject } from 'react';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { toggleSelected } from '../mail/list/cursor.ts';
import { setRead, toggleStar } from '../mail/acts/keywords.ts';
import { mail } from '../mail/mail-store.ts';
import { moveToRole } from '../mail/acts/move.ts';
import { openPicker } from '../mail/acts/panels.ts';
import { conversationOf } from '../mail/acts/targets.ts';

export type SwipeAct = AccountSettings['swipeRight'];
export interface Under {
  position: number;
  act: SwipeAct;
  /** Which side is uncovered. */
  side: 'start' | 'end';
  /** Letting go now does it. */
  isFar: boolean;
}
const far = 88;
const longPressMs = 450;

/** On a touch screen: a row drawn aside does what the settings say, one that is held is selected. Handled on the list, not in each row. */
export function useSwipe(scroller: RefObject<HTMLElement | null>): { under: Under | null; isTouch: () => boolean } {
  const [under, setUnder] = useState<Under | null>(null);
  const lastTouch = useRef(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let start: { x: number; y: number; row: HTMLElement; isSwipe: boolean; held: boolean } | null = null;
    let press: number | undefined;
    const end = () => {
      window.clearTimeout(press);
      if (start) start.row.style.transform = '';
      start = null;
      setUnder(null);
    };
    const actOf = (dx: number): SwipeAct => mail().settings[dx > 0 === (document.dir !== 'rtl') ? 'swipeRight' : 'swipeLeft'];
    const onStart = (event: TouchEvent) => {
      lastTouch.current = event.timeStamp;
      const [touch] = event.touches;
      const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-position]') : null;
      if (!touch || !row || event.touches.length > 1) return end();
      const begun = { x: touch.clientX, y: touch.clientY, row, isSwipe: false, held: false };
      start = begun;
      press = window.setTimeout(() => {
        begun.held = true;
        toggleSelected(Number(row.dataset.position));
        navigator.vibrate?.(10);
      }, longPressMs);
    };
    const onMove = (event: TouchEvent) => {
      const [touch] = event.touches;
      if (!start || !touch || start.held) return;
      const [dx, dy] = [touch.clientX - start.x, touch.clientY - start.y];
      if (Math.hypot(dx, dy) > 8) window.clearTimeout(press);
      if (!start.isSwipe) {
        if (Math.abs(dy) > 10 && Math.abs(dy) >= Math.abs(dx)) return end();
        if (Math.abs(dx) < 12) return;
        start.isSwipe = true;
      }
      const act = actOf(dx);
      if (act === 'none') return;
      event.preventDefault();
      start.row.style.transform = `translateX(${dx}px)`;
      setUnder({ position: Number(start.row.dataset.position), act, side: dx > 0 ? 'start' : 'end', isFar: Math.abs(dx) > far });
    };
    const onEnd = (event: TouchEvent) => {
      lastTouch.current = event.timeStamp;
      const touch = event.changedTouches[0];
      const done = start;
      const dx = done && touch ? touch.clientX - done.x : 0;
      const position = Number(done?.row.dataset.position);
      end();
      if (done?.held || done?.isSwipe) event.preventDefault(); // no click follows
      if (done?.isSwipe && Math.abs(dx) > far) runSwipe(actOf(dx), position);
    };
    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: false });
    element.addEventListener('touchend', onEnd);
    element.addEventListener('touchcancel', end);
    return () => {
      end();
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('touchend', onEnd);
      element.removeEventListener('touchcancel', end);
    };
  }, [scroller]);
  return { under, isTouch: () => performance.now() - lastTouch.current < 1500 && lastTouch.current > 0 };
}

function runSwipe(act: SwipeAct, position: number): void {
  const id = mail().list.ids[position];
  if (!id) return;
  const ids = conversationOf(id);
  const unread = ids.some((one) => !mail().emails.get(one)?.keywords.$seen);
  if (act === 'archive') void moveToRole(ids, 'archive');
  else if (act === 'delete') void moveToRole(ids, 'trash');
  else if (act === 'snooze') openPicker('snooze', ids);
  else if (act === 'read') void setRead(ids, unread);
  else if (act === 'star') void toggleStar(ids);
}
