import { useEffect } from 'react';
import { mail, useMail } from '../mail/mail-store.ts';
import { loadAhead } from './load-ahead.ts';

/**
 * The worker that opens the webmail without a network (public/sw.js). It is told what this page is made of: at once, and again when also
 * that is here which is needed later.
 */
export function useServiceWorker(): void {
  useEffect(() => {
    const whole = rowsAreThere().then(loadAhead);
    if (!('serviceWorker' in navigator)) return;
    void navigator.serviceWorker
      .register('/sw.js')
      .then(() => navigator.serviceWorker.ready)
      .then(async ({ active }) => {
        active?.postMessage({ posthorn: 'shell', urls: madeOf() });
        await whole;
        active?.postMessage({ posthorn: 'shell', urls: madeOf() });
      })
      .catch(() => undefined); // a browser that does not allow it works as long as it has a network
  }, []);
}

function madeOf(): string[] {
  const made = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  const own = made.filter(({ origin, pathname }) => origin === location.origin && /^\/_next\/static\/|\.(?:woff2|svg)$/.test(pathname));
  return [...new Set(own.map(({ href }) => href))];
}

function rowsAreThere(): Promise<void> {
  return new Promise((resolve) => {
    const isThere = () => mail().list.status !== 'loading';
    if (isThere()) return resolve();
    const stop = useMail.subscribe(() => {
      if (!isThere()) return;
      stop();
      resolve();
    });
  });
}
