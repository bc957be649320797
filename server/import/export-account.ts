/** Writes all mail of an account to files: byte for byte as Maildir or .eml; as mbox (mboxrd) with the line ends of this system. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fetchRows, listMailboxes, openMailbox, readMessage, type FetchRow } from '#server/store/index.ts';
import { withFiles } from './mailbox-paths.ts';
import { toMbox } from './mbox-message.ts';
import { maildirFlags } from './read-maildir.ts';

export type ExportFormat = 'mbox' | 'maildir' | 'eml';
export interface ExportReport {
  mailboxes: number;
  messages: number;
}

export async function exportAccount(request: {
  accountId: number;
  format: ExportFormat;
  to: string;
  onProgress?: (report: ExportReport) => void;
}): Promise<ExportReport> {
  const { accountId, format, to, onProgress } = request;
  const report: ExportReport = { mailboxes: 0, messages: 0 };
  await mkdir(to, { recursive: true });
  for (const { mailbox, file } of withFiles(await listMailboxes(accountId))) {
    const counted = count(everyMessage(accountId, mailbox.mailboxId), () => {
      report.messages++;
      onProgress?.(report);
    });
    await writers[format](counted, path.join(to, file));
    report.mailboxes++;
  }
  return report;
}

interface Message {
  row: FetchRow;
  bytes: Buffer;
}
/** `place`: the mailbox's file, without an ending, or folder. */
type Writer = (messages: AsyncIterable<Message>, place: string) => Promise<void>;

const writers: Record<ExportFormat, Writer> = {
  async mbox(messages, place) {
    const file = `${place}.mbox`;
    await mkdir(path.dirname(file), { recursive: true });
    const texts = (async function* () {
      for await (const { row, bytes } of messages) yield toMbox(bytes, row.receivedAt);
    })();
    await pipeline(Readable.from(texts), createWriteStream(file));
  },
  async maildir(messages, folder) {
    for (const part of ['cur', 'new', 'tmp']) await mkdir(path.join(/* turbopackIgnore: true */ folder, part), { recursive: true });
    for await (const { row, bytes } of messages) {
      const letters = maildirFlags.filter(([, flag]) => row.flags & flag).map(([letter]) => letter);
      const unique = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
      const seconds = Math.floor(row.receivedAt.getTime() / 1000);
      const file = path.join(folder, 'cur', `${seconds}.${row.uid}-${unique}.posthorn:2,${letters.join('')}`);
      await writeFile(file, bytes);
      await utimes(file, seconds, seconds);
    }
  },
  async eml(messages, folder) {
    await mkdir(folder, { recursive: true });
    for await (const { row, bytes } of messages) await writeFile(path.join(folder, `${String(row.uid).padStart(7, '0')}.eml`), bytes);
  },
};

export async function* everyMessage(accountId: number, mailboxId: number): AsyncGenerator<Message> {
  const opened = await openMailbox(accountId, mailboxId);
  for await (const page of fetchRows(accountId, mailboxId, opened?.uids ?? [])) {
    for (const row of page) yield { row, bytes: await readMessage(row) };
  }
}

async function* count<T>(items: AsyncIterable<T>, counted: () => void): AsyncGenerator<T> {
  for await (const item of items) {
    yield item;
    counted();
  }
}
