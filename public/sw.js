/*
 * The webmail's service worker: the page and what it is made of are kept, so that it opens without a network; its data is the page's own
 * affair (IndexedDB). A page that is kept is shown at once and renewed behind it, so that a start costs no round trip.
 */
const shell = 'posthorn-shell-1';
const always = ['/message-parser.html', '/inter-latin.woff2', '/icon.svg'];

let keeping = Promise.resolve();

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
  keeping = keeping.then(() => keepShell(event.data.urls)).catch(() => undefined); // each takes away what the one before it did not name
  event.waitUntil(keeping);
});

// Another person, another language, another look: the page is made anew after these.
const changesShell = /^\/(?:login|logout|settings|setup)(?:\/|$)/;

async function forgetPage() {
  await (await caches.open(shell)).delete('/mail/inbox');
}

async function keepShell(urls) {
  const cache = await caches.open(shell);
  const page = await fetch('/mail/inbox', { headers: { accept: 'text/html' }, credentials: 'same-origin' });
  if (!page.ok || page.redirected) return;
  // A page of a new version is kept with what it is made of, or not at all.
  const parts = [...(await page.clone().text()).matchAll(/\/_next\/static\/[^"'\\ <>)]+/g)].map(([url]) => url);
  const wanted = new Set([...always, ...urls, ...parts].map((url) => new URL(url, self.location.origin).href));
  const missing = [];
  for (const url of wanted) if (!(await cache.match(url))) missing.push(url);
  const added = await Promise.allSettled(missing.map((url) => cache.add(url)));
  if (added.some(({ status }) => status === 'rejected')) return;
  await cache.put('/mail/inbox', page);
  // What belongs to an older build goes.
  for (const { url } of await cache.keys())
    if (new URL(url).pathname.startsWith('/_next/static/') && !wanted.has(url)) await cache.delete(url);
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate' && /^\/mail(\/|$)/.test(url.pathname)) event.respondWith(page(request));
  else if (request.mode === 'navigate' && changesShell.test(url.pathname)) event.waitUntil(forgetPage());
  else if (url.pathname.startsWith('/_next/static/') || always.includes(url.pathname)) event.respondWith(fromCache(request));
});

// What is kept opens at once, and is renewed by each page that was opened (keepShell).
async function page(request) {
  const cache = await caches.open(shell);
  return (await cache.match('/mail/inbox')) ?? fetch(request);
}

async function fromCache(request) {
  const cache = await caches.open(shell);
  const known = await cache.match(request.url);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok && answer.type === 'basic') await cache.put(request.url, answer.clone());
  return answer;
}

/*
 * Web push. A push says only that something has changed (RFC 8620 §7.1): what has come is asked of our own server with the session of this
 * browser, so a push service learns nothing of the mail.
 */
const notes = 'posthorn-push-1';
const noteUrl = '/push-notes';

async function readNotes() {
  const kept = await (await caches.open(notes)).match(noteUrl);
  return kept ? kept.json() : {};
}
async function writeNotes(change) {
  const cache = await caches.open(notes);
  await cache.put(noteUrl, new Response(JSON.stringify({ ...(await readNotes()), ...change })));
}

async function jmap(calls) {
  const session = await (await fetch('/.well-known/jmap', { headers: { accept: 'application/json' } })).json();
  const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'];
  const using = ['urn:ietf:params:jmap:core', 'urn:ietf:params:jmap:mail', 'urn:posthorn:settings'];
  const methodCalls = calls(accountId);
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(session.apiUrl, { method: 'POST', headers, body: JSON.stringify({ using, methodCalls }) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
  return (await answer.json()).methodResponses.map(([, result]) => result);
}

self.addEventListener('push', (event) => {
  const message = event.data?.json();
  if (message?.['@type'] === 'PushVerification') event.waitUntil(confirmPush(message));
  else if (message?.['@type'] === 'StateChange') event.waitUntil(tellOfNewMail(message));
});

/** RFC 8620 §7.2.2: only who gets the pushes can know the code. */
function confirmPush({ pushSubscriptionId, verificationCode }) {
  return jmap(() => [['PushSubscription/set', { update: { [pushSubscriptionId]: { verificationCode } } }, 'set']]);
}

async function tellOfNewMail({ changed }) {
  const types = Object.values(changed ?? {}).flatMap((of) => Object.keys(of));
  if (!types.includes('EmailDelivery')) return;
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  if (windows.some(({ focused }) => focused)) return; // it is seen in the list
  const { since = new Date(Date.now() - 120_000).toISOString(), words = {} } = await readNotes();
  const properties = ['id', 'threadId', 'from', 'subject', 'preview', 'receivedAt'];
  const [{ list: mailboxes }] = await jmap((accountId) => [['Mailbox/get', { accountId, ids: null, properties: ['id', 'role'] }, 'boxes']]);
  const inbox = mailboxes.find(({ role }) => role === 'inbox')?.id;
  const filter = { inMailbox: inbox, notKeyword: '$seen', after: since };
  const [, { list }] = await jmap((accountId) => [
    ['Email/query', { accountId, filter, sort: [{ property: 'receivedAt', isAscending: false }], limit: 5 }, 'query'],
    ['Email/get', { accountId, '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' }, properties }, 'get'],
  ]);
  const newest = list
    .map(({ receivedAt }) => receivedAt)
    .sort()
    .at(-1);
  if (newest) await writeNotes({ since: new Date(Date.parse(newest) + 1000).toISOString() });
  for (const { id, threadId, from, subject, preview } of list) {
    await self.registration.showNotification(from?.[0]?.name || from?.[0]?.email || words.newMail || 'New mail', {
      body: [subject, preview].filter(Boolean).join('\n'),
      tag: threadId,
      icon: '/icon.svg',
      data: { id, url: `/mail/inbox/${threadId}` },
      actions: [
        { action: 'archive', title: words.archive || 'Archive' },
        { action: 'read', title: words.read || 'Mark as read' },
      ],
    });
  }
}

self.addEventListener('notificationclick', (event) => {
  const { data } = event.notification;
  event.notification.close();
  event.waitUntil(event.action === '' ? show(data.url) : act(event.action, data.id));
});

async function show(url) {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const own = windows.find((client) => new URL(client.url).pathname.startsWith('/mail'));
  if (!own) return self.clients.openWindow(url);
  await own.focus();
  return own.navigate(url).catch(() => self.clients.openWindow(url));
}

async function act(action, id) {
  if (action === 'read') return jmap((accountId) => [['Email/set', { accountId, update: { [id]: { 'keywords/$seen': true } } }, 'set']]);
  const [{ list }] = await jmap((accountId) => [['Mailbox/get', { accountId, ids: null, properties: ['id', 'role'] }, 'boxes']]);
  const of = (role) => list.find((mailbox) => mailbox.role === role)?.id;
  const update = { [id]: { [`mailboxIds/${of('inbox')}`]: null, [`mailboxIds/${of('archive')}`]: true } };
  return jmap((accountId) => [['Email/set', { accountId, update }, 'set']]);
}

/** The page says in which language the buttons are, and which subscription is this browser's. */
self.addEventListener('message', (event) => {
  if (event.data?.posthorn === 'push') event.waitUntil(writeNotes(event.data.notes));
});

/** The push service has given this browser another address: the server is told, in place of the old one. */
self.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(
    (async () => {
      const { subscriptionId, deviceClientId } = await readNotes();
      const key = event.oldSubscription?.options.applicationServerKey;
      if (!subscriptionId || !key) return;
      const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const { endpoint, keys } = made.toJSON();
      const create = { device: { deviceClientId, url: endpoint, keys, types: ['EmailDelivery'] } };
      const [answer] = await jmap(() => [['PushSubscription/set', { create, destroy: [subscriptionId] }, 'set']]);
      await writeNotes({ subscriptionId: answer.created?.device?.id });
    })(),
  );
});
