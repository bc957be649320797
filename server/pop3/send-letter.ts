/** Sends a message or its beginning, stuffed, a quarter of a MiB at a time and no faster than the client reads. */
import { DotStuffing } from '#lib/pop3/dot-stuffing.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { readMessage } from '#server/store/index.ts';
import type { Letter } from './maildrop.ts';
import type { Session } from './session.ts';

const slice = 256 * 1024;

/** All of it, or the header and `bodyLines` lines of the body. Throws before anything was sent when the first octets cannot be read. */
export async function sendLetter(session: Session, letter: Letter, bodyLines = Infinity): Promise<void> {
  const { connection } = session;
  const stuffing = new DotStuffing();
  let linesLeft = bodyLines;
  let at = 0;
  // Without the body, the header with its empty line is all that is read.
  const end = bodyLines === 0 ? Math.min(letter.headerSize, letter.size) : letter.size;
  do {
    const all = at === 0 && end === letter.size && end <= slice && bodyLines === Infinity;
    const reading = all ? session.readAhead.read(letter, session.open.letters) : readMessage(letter, at, Math.min(at + slice, end));
    const read = await (at === 0 ? reading : reading.catch((error: unknown) => brokenOff(session, error)));
    if (at === 0) connection.write(`+OK ${letter.size} octets\r\n`);
    if (read.length === 0) break;
    const { bytes, lines } = Number.isFinite(linesLeft)
      ? cut(read, Math.max(0, letter.headerSize - at), linesLeft)
      : { bytes: read, lines: 0 };
    linesLeft -= lines;
    at += read.length;
    connection.write(stuffing.add(bytes));
    await connection.keepUp(); // answers to a pipeline go together
  } while (at < end && linesLeft > 0);
  connection.write(stuffing.end());
}

/** An error's line would be taken for one of the letter's. */
function brokenOff({ connection }: Session, error: unknown): never {
  log.error('pop3: a letter could not be read to its end', { remote: connection.remoteAddress, reason: reasonOf(error) });
  return connection.breakOff('a letter could not be read to its end');
}

/** Up to the end of the `most`th line behind `from`. */
function cut(bytes: Buffer, from: number, most: number): { bytes: Buffer; lines: number } {
  let end = from;
  let lines = 0;
  while (lines < most && end < bytes.length) {
    const lineFeed = bytes.indexOf(10, end);
    if (lineFeed < 0) return { bytes, lines };
    end = lineFeed + 1;
    lines++;
  }
  return { bytes: lines === most ? bytes.subarray(0, end) : bytes, lines };
}
