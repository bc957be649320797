/** The corpus's ordinary mail, read from its archives by other means than the import's own. */
import { createReadStream, readdirSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { extract } from 'tar-stream';
import xz from 'xz-decompress'; // not by name: only bundlers can read the names of its exports
import { ordinary } from './corpus-folder.ts';

/** As the messages travelled: without the mbox line that most begin with, lines ended by CRLF. A CR of their own stays. */
export async function ordinaryMail(): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const name of readdirSync(ordinary).filter((one) => one.endsWith('.tar.xz'))) {
    const packed = Readable.toWeb(createReadStream(path.join(ordinary, name))) as ReadableStream<Uint8Array>;
    for await (const entry of Readable.fromWeb(new xz.XzReadableStream(packed) as NodeReadableStream).pipe(extract())) {
      const pieces: Buffer[] = [];
      for await (const piece of entry) pieces.push(piece as Buffer);
      if (entry.header.type !== 'file') continue;
      const text = Buffer.concat(pieces)
        .toString('latin1')
        .replace(/^From .*\n/, '');
      found.push(Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'latin1'));
    }
  }
  return found;
}
