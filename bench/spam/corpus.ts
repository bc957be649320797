/** The public corpus of SpamAssassin, from archives beside the clone: message by message, with what they are and which thread they are of. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { extract } from 'tar-stream';
import xz from 'xz-decompress';
import { renderMessage } from '#lib/message/render.ts';

export interface Sample {
  bytes: Buffer;
  spam: boolean;
  /** Easy ham, hard ham or spam, with the number of its archive. */
  folder: string;
  thread: number;
}

export async function readCorpus(folder: string): Promise<Sample[]> {
  if (!existsSync(folder)) throw new Error(`${folder} is not there: this bench needs the SpamAssassin public corpus as .tar.xz archives.`);
  const found: Omit<Sample, 'thread'>[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => one.endsWith('.tar.xz'))
    .sort()) {
    const kind = name.replace(/^spamassassin-|\.tar\.xz$/g, '');
    const packed = Readable.toWeb(createReadStream(path.join(folder, name))) as ReadableStream<Uint8Array>;
    const tar = Readable.fromWeb(new xz.XzReadableStream(packed) as NodeReadableStream).pipe(extract());
    for await (const entry of tar) {
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece as Buffer);
      if (entry.header.type !== 'file' || pieces.length === 0) continue;
      // Files begin with the line of an mbox; mail has CRLF.
      const text = Buffer.concat(pieces)
        .toString('latin1')
        .replace(/^From [^\n]*\n/, '')
        .replaceAll(/\r?\n/g, '\r\n');
      found.push({ bytes: Buffer.from(text, 'latin1'), spam: kind.startsWith('spam'), folder: kind });
    }
  }
  const threads = threadsOf(found.map(({ bytes }) => bytes));
  return found.map((sample, index) => ({ ...sample, thread: threads[index] ?? 0 }));
}

/** Messages that answer one another, or have one subject, are of one thread: they must not be both learnt and judged. */
function threadsOf(messages: Buffer[]): number[] {
  const parent = messages.map((_, index) => index);
  const root = (at: number): number => {
    let top = at;
    while (parent[top] !== top) top = parent[top] ?? top;
    for (let next = at; parent[next] !== top;) {
      const after = parent[next] ?? top;
      parent[next] = top;
      next = after;
    }
    return top;
  };
  const first = new Map<string, number>();
  for (const [index, message] of messages.entries()) {
    const { messageId, relatedIds, sortSubject } = renderMessage(message);
    const subject = sortSubject.replace(/^\[[^\]]*\]\s*/, '');
    for (const key of [...(messageId ? [messageId] : []), ...relatedIds, ...(subject ? [`subject ${subject}`] : [])]) {
      const known = first.get(key);
      if (known === undefined) first.set(key, index);
      else parent[root(index)] = root(known);
    }
  }
  return messages.map((_, index) => root(index));
}
