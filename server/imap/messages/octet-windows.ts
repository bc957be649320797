/**
 * Octets of many messages, some at a time: one query reads what a window of messages needs, and the next windows are read and unpacked
 * while the client takes this one.
 */
import { readMessages, type FetchRow } from '#server/store/index.ts';
import { neededRange, readSections, type Held, type OctetItem, type SectionOctets } from './section-octets.ts';

const mostOctets = 1024 * 1024;
const mostRows = 64;
/** One is read while another is unpacked, and a third is there when the client has taken its own. */
const ahead = 3;

interface OctetWindow {
  rows: FetchRow[];
  /** By row, then by item. */
  octets: SectionOctets[][];
}

export async function* windowsOf(page: readonly FetchRow[], items: readonly OctetItem[]): AsyncIterable<OctetWindow> {
  const coming: Promise<OctetWindow>[] = [];
  const read = (rows: FetchRow[]) => {
    const window = readWindow(rows, items);
    window.catch(() => {}); // it is said when its turn comes, and forgotten when the client has gone
    coming.push(window);
  };
  const parts = split(page, items);
  for (const rows of parts.slice(0, ahead)) read(rows);
  for (let n = ahead; ; n++) {
    const next = coming.shift();
    if (!next) return;
    const window = await next;
    const rows = parts[n];
    if (rows) read(rows);
    yield window;
  }
}

function split(page: readonly FetchRow[], items: readonly OctetItem[]): FetchRow[][] {
  const windows: FetchRow[][] = [];
  let octets = 0;
  for (const row of page) {
    const range = neededRange(row, items);
    const size = range ? range.to - range.from : 0;
    const last = windows.at(-1);
    if (last && last.length < mostRows && octets + size <= mostOctets) {
      last.push(row);
      octets += size;
    } else {
      windows.push([row]);
      octets = size;
    }
  }
  return windows;
}

async function readWindow(rows: FetchRow[], items: readonly OctetItem[]): Promise<OctetWindow> {
  const ranges = rows.map((row) => neededRange(row, items));
  const wanted = rows.flatMap(({ blob, prefix }, n) => {
    const range = ranges[n];
    return range ? [{ blob, prefix, ...range }] : [];
  });
  const read = wanted.length > 0 ? await readMessages(wanted) : [];
  let at = 0;
  const held = ranges.map((range): Held | null => (range ? { octets: read[at++] ?? Buffer.alloc(0), from: range.from } : null));
  return { rows, octets: await Promise.all(rows.map((row, n) => readSections(row, items, held[n] ?? null))) };
}
