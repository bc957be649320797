/**
 * What runs in the page: an act, and the wait until its result has been painted. Each function is sent to the browser by its text, so it can
 * use nothing of this file but what `install` has put into the window.
 */
interface Bench {
  firstRows: number;
  /** Milliseconds from now until it is so and painted. */
  until: (isSo: () => unknown) => Promise<number>;
  /** A key, as from a person. */
  press: (key: string, more?: KeyboardEventInit) => void;
  type: (field: HTMLInputElement, text: string) => void;
  rows: () => HTMLElement[];
  scroller: () => HTMLElement | null;
}
declare global {
  interface Window {
    bench: Bench;
  }
}

export function install(): void {
  const rows = () => [...document.querySelectorAll<HTMLElement>('.mail-row[data-position]')];
  const painted = () => new Promise<number>((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now()))));
  window.bench = {
    firstRows: 0,
    rows,
    scroller: () => document.querySelector('[role=grid]')?.parentElement ?? null,
    async until(isSo) {
      const begun = performance.now();
      for (;;) {
        if (isSo()) return (await painted()) - begun;
        if (performance.now() - begun > 300_000) throw new Error(`waited for five minutes: ${isSo.toString()}`);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    },
    press: (key, more = {}) => {
      const target = document.activeElement ?? document.body;
      target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }));
    },
    type: (field, text) => {
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
      field.setSelectionRange(text.length, text.length);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    },
  };
  const watch = () => {
    if (rows().length > 0) void painted().then((at) => (window.bench.firstRows = at));
    else requestAnimationFrame(watch);
  };
  watch();
}

export const hasRows = () => window.bench.rows().length > 0 && window.bench.firstRows > 0;
export const firstRowsAt = () => window.bench.firstRows;
export const rowsInDom = () => document.querySelectorAll('.mail-row').length;

/** The page and the list are on the device, as after the first minute of a visit. */
export async function isKept(): Promise<boolean> {
  await navigator.serviceWorker.ready;
  const [name] = await caches.keys();
  const shell = name ? await (await caches.open(name)).match('/mail/inbox') : undefined;
  const [database] = await indexedDB.databases();
  return shell !== undefined && database !== undefined;
}

export function nextRow(): Promise<number> {
  const before = document.querySelector('[data-cursor=true]');
  window.bench.press('j');
  return window.bench.until(() => document.querySelector('[data-cursor=true]') !== before);
}

export function jump(share: number): Promise<number> {
  const scroller = window.bench.scroller();
  if (!scroller) throw new Error('no list');
  scroller.scrollTop = Math.floor((scroller.scrollHeight - scroller.clientHeight) * share);
  return window.bench.until(() => {
    const box = scroller.getBoundingClientRect();
    const shown = [...document.querySelectorAll<HTMLElement>('.mail-row')].filter((row) => {
      const place = row.getBoundingClientRect();
      return place.bottom > box.top && place.top < box.bottom;
    });
    return shown.length >= Math.min(5, Math.floor(box.height / 72)) && shown.every((row) => row.dataset.position !== undefined);
  });
}

export async function openRow(position: number): Promise<number> {
  const scroller = window.bench.scroller();
  if (scroller) scroller.scrollTop = position * 72;
  await window.bench.until(() => document.querySelector(`[data-position="${position}"]`));
  const row = document.querySelector<HTMLElement>(`[data-position="${position}"]`);
  row?.click();
  return window.bench.until(() => row?.dataset.open === 'true' && document.querySelector('.mail-reading article iframe'));
}

export function openNext(): Promise<number> {
  const before = location.pathname;
  window.bench.press('j');
  const title = () => document.querySelector('[data-open=true]');
  return window.bench.until(() => location.pathname !== before && title() && document.querySelector('.mail-reading article iframe'));
}

export function toBox(name: string): Promise<number> {
  const item = [...document.querySelectorAll<HTMLElement>('[role=treeitem]')].find((one) => one.title === name);
  item?.click();
  return window.bench.until(
    () =>
      document.querySelector('.mail-list h1')?.textContent === name &&
      (name === 'Sent' ? document.querySelector('[role=grid][aria-rowcount="0"]') : window.bench.rows().length > 0),
  );
}

export async function compose(): Promise<number> {
  (document.activeElement as HTMLElement | null)?.blur();
  window.bench.press('c');
  const time = await window.bench.until(() => document.querySelector('[role=dialog] [contenteditable=true]'));
  document
    .querySelector<HTMLElement>('[role=dialog] button[aria-label="Close"], [role=dialog] button[aria-label^="Save and close"]')
    ?.click();
  await window.bench.until(() => !document.querySelector('[role=dialog] [contenteditable=true]'));
  return time;
}

export async function localHits(text: string): Promise<number> {
  const field = document.querySelector<HTMLInputElement>('[role=searchbox]');
  if (!field) throw new Error('no search box');
  field.focus();
  window.bench.type(field, text);
  const time = await window.bench.until(() => document.querySelector('[id^="suggestion-mail"]'));
  window.bench.type(field, '');
  await window.bench.until(() => !document.querySelector('[id^="suggestion-mail"]'));
  return time;
}

export function serverHits(word: string): Promise<number> {
  const field = document.querySelector<HTMLInputElement>('[role=searchbox]');
  if (!field) throw new Error('no search box');
  field.focus();
  window.bench.type(field, word);
  field.form?.requestSubmit();
  return window.bench.until(
    () => location.search === `?q=${word}` && document.querySelector('.mail-row mark')?.textContent.toLowerCase().includes(word),
  );
}

export async function archiveAll(): Promise<{ painted: number; done: number }> {
  const button = (name: string) =>
    [...document.querySelectorAll('button')].find((one) => (one.ariaLabel ?? one.textContent).startsWith(name));
  document.querySelector<HTMLElement>('.mail-list header input[type=checkbox]')?.click();
  await window.bench.until(() => button('Select all'));
  button('Select all')?.click();
  await window.bench.until(() => document.querySelector('.mail-list [role=status]')?.textContent.startsWith('All'));
  const begun = performance.now();
  document.querySelector<HTMLElement>('.mail-list [role=toolbar] button[aria-label=Archive]')?.click();
  const painted = await window.bench.until(() => window.bench.rows().length === 0);
  await window.bench.until(() => button('Undo'));
  return { painted, done: performance.now() - begun };
}

export function undo(count: number): Promise<number> {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent === 'Undo');
  button?.click();
  return window.bench.until(
    () => document.querySelector('[role=grid]')?.getAttribute('aria-rowcount') === String(count) && window.bench.rows().length > 0,
  );
}
