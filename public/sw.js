/*
 * The webmail's service worker: the page and what it is made of are kept, so that it opens without a network; its data is the page's own
 * affair (IndexedDB). A page is asked for from the network first, so that nobody is left behind on an old version.
 */
const shell = 'posthorn-shell-1';
const patience = 4000;
const always = ['/message-parser.html', '/inter-latin.woff2', '/icon.svg'];

self.addEventListener('install', (event) => {
  event.waitUntil(self.skipWaiting());
});
self.addEventListener('activate', (event) => {
  const old = (name) => name.startsWith('posthorn-shell-') && name !== shell;
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

// The page says what it was made of: that is kept together with the page itself.
self.addEventListener('message', (event) => {
  if (event.data?.posthorn !== 'shell') return;
  event.waitUntil(keepShell(event.data.urls));
});

async function keepShell(urls) {
  const cache = await caches.open(shell);
  const page = await fetch('/mail/inbox', { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  if (!page.ok || page.redirected) return;
  await cache.put('/mail/inbox', page);
  const wanted = new Set([...always, ...urls].map((url) => new URL(url, self.location.origin).href));
  const missing = [];
  for (const url of wanted) if (!(await cache.match(url))) missing.push(url);
  await Promise.allSettled(missing.map((url) => cache.add(url)));
  // What belongs to an older build goes.
  for (const { url } of await cache.keys())
    if (new URL(url).pathname.startsWith('/_next/static/') && !wanted.has(url)) await cache.delete(url);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && /^\/mail(\/|$)/.test(url.pathname)) event.respondWith(page(request));
  else if (url.pathname.startsWith('/_next/static/') || always.includes(url.pathname)) event.respondWith(fromCache(request));
});

async function page(request) {
  const cached = caches.open(shell).then((cache) => cache.match('/mail/inbox'));
  try {
    const network = fetch(request);
    const late = new Promise((resolve) => setTimeout(resolve, patience, 'late'));
    const first = await Promise.race([network, late]);
    if (first !== 'late') return first;
    return (await cached) ?? (await network);
  } catch (error) {
    const known = await cached;
    if (known) return known;
    throw error;
  }
}

async function fromCache(request) {
  const cache = await caches.open(shell);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') await cache.put(request.url, answer.clone());
  return answer;
}
