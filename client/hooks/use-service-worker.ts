import { useEffect } from 'react';

/** The worker that opens the webmail without a network (public/sw.js). It is told what this page is made of. */
export function useServiceWorker(): void {
  useEffect(() => {
    if (!('serviceWorker' in navigator)) return;
    void navigator.serviceWorker
      .register('/sw.js')
      .then(() => navigator.serviceWorker.ready)
      .then(({ active }) => {
        const made = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
        const own = made.filter(
          ({ origin, pathname }) => origin === location.origin && /^\/_next\/static\/|\.(?:woff2|svg)$/.test(pathname),
        );
        active?.postMessage({ posthorn: 'shell', urls: [...new Set(own.map(({ href }) => href))] });
      })
      .catch(() => undefined); // a browser that does not allow it works as long as it has a network
  }, []);
}
