import { useEffect, useState, type RefObject } from 'react';
import { mail, setMail, useMail } from '../mail/mail-store.ts';
import { keepPlace, placeIn } from '../mail/list/known-lists.ts';
import { seen } from '../mail/list/reload-list.ts';

/** What of the list is in view. Scrolls to the cursor when it was moved, and stays on the same rows when others come above. */
export function useListScroll(
  scroller: RefObject<HTMLDivElement | null>,
  rowHeight: number,
  listKey: string,
): { top: number; height: number } {
  const [view, setView] = useState({ top: 0, height: 900 });
  const reveal = useMail((state) => state.reveal);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const measure = () => {
      const { scrollTop: top, clientHeight: height } = element;
      seen.first = Math.floor(top / rowHeight);
      seen.last = Math.ceil((top + height) / rowHeight);
      if (seen.first === 0 && mail().newAbove > 0) setMail({ newAbove: 0 });
      setView({ top, height });
    };
    seen.shiftBy = (rows) => element.scrollBy({ top: rows * rowHeight, behavior: 'instant' });
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
      Object.assign(seen, { first: 0, last: 0, shiftBy: () => undefined });
    };
  }, [scroller, rowHeight]);

  // Back to a list, one is where one was in it.
  useEffect(() => {
    const element = scroller.current;
    element?.scrollTo({ top: placeIn(listKey).top });
    const note = () => element && keepPlace(listKey, { top: element.scrollTop, cursor: mail().cursor });
    element?.addEventListener('scroll', note, { passive: true });
    const stop = useMail.subscribe((now, before) => now.cursor !== before.cursor && now.list.key === listKey && note());
    return () => {
      element?.removeEventListener('scroll', note);
      stop();
    };
  }, [scroller, listKey]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || reveal === 0) return;
    const top = mail().cursor * rowHeight;
    if (top < element.scrollTop) element.scrollTo({ top });
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTo({ top: top + rowHeight - element.clientHeight });
  }, [scroller, reveal, rowHeight]);

  return view;
}
