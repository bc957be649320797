/**
 * What a page needs only later is in files of its own. They are fetched when the browser has nothing else to do, so that the click that
 * needs one does not wait, and so that it is there without a network too (use-service-worker.ts).
 */
const waiting = new Set<() => Promise<unknown>>();

/** To be loaded ahead, once the page is there. */
export function needLater(load: () => Promise<unknown>): void {
  waiting.add(load);
}

/** Resolves when the browser has been idle, and has it all. What fails is tried again by whoever needs it. */
export async function loadAhead(): Promise<void> {
  await idle();
  for (const load of waiting) {
    waiting.delete(load);
    await load().catch(() => undefined);
  }
}

/** Safari knows no idle time: there a moment later is as good. */
function idle(): Promise<unknown> {
  return new Promise((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(resolve, { timeout: 3000 }) : setTimeout(resolve, 200),
  );
}
