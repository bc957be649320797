import { useEffect, useState, type RefObject } from 'react';
import { catchUp } from '../mail/sync.ts';
import { reloadShown } from '../mail/list/reload-list.ts';

export const pullFar = 72;

/** Pulling the list down at its top asks the server. How far it is pulled, 0 when it is not. */
export function usePull(scroller: RefObject<HTMLElement | null>): number {
  const [distance, setDistance] = useState(0);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    let startY: number | null = null;
    let pulled = 0;
    const onStart = (event: TouchEvent) => {
      startY = element.scrollTop <= 0 && event.touches.length === 1 ? (event.touches[0]?.clientY ?? null) : null;
    };
    const onMove = (event: TouchEvent) => {
      if (startY === null) return;
      pulled = Math.max(0, ((event.touches[0]?.clientY ?? 0) - startY) / 2);
      if (element.scrollTop > 0) pulled = 0;
      setDistance(Math.min(pulled, pullFar + 24));
    };
    const onEnd = () => {
      if (startY !== null && pulled >= pullFar) void catchUp().then(reloadShown);
      startY = null;
      pulled = 0;
      setDistance(0);
    };
    element.addEventListener('touchstart', onStart, { passive: true });
    element.addEventListener('touchmove', onMove, { passive: true });
    element.addEventListener('touchend', onEnd);
    element.addEventListener('touchcancel', onEnd);
    return () => {
      element.removeEventListener('touchstart', onStart);
      element.removeEventListener('touchmove', onMove);
      element.removeEventListener('touchend', onEnd);
      element.removeEventListener('touchcancel', onEnd);
    };
  }, [scroller]);
  return distance;
}
