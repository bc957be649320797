/** One message to take Email properties from: stored, or parsed from a blob (Email/parse). */
import { emailBlobId } from '#lib/ids.ts';
import type { RenderedMessage } from '#lib/message/stored.ts';
import { readMessage, type EmailHead } from '#server/store/index.ts';

export interface HeadSource {
  message: Pick<RenderedMessage, 'headerSize' | 'hasAttachment' | 'subject' | 'preview' | 'headers'>;
  /** Octets [from, to) of the whole message. */
  read(from: number, to: number): Promise<Uint8Array>;
  /** The blob of the whole message, or of one part. */
  blobId(partId?: string): string;
}

export interface EmailSource extends HeadSource {
  message: HeadSource['message'] & Pick<RenderedMessage, 'root'>;
}

/** Below this size the message is read once and whole; above it, only what is asked for. */
const wholeBelow = 512 * 1024;

export function storedEmail<Row extends EmailHead>(accountId: number, row: Row): HeadSource & { message: Row } {
  let whole: Promise<Buffer> | undefined;
  return {
    message: row,
    async read(from, to) {
      if (row.size > wholeBelow || (to <= row.headerSize && !whole)) return readMessage(row, from, to);
      whole ??= readMessage(row);
      return (await whole).subarray(from, to);
    },
    blobId: (partId) => emailBlobId(accountId, row.emailId, partId),
  };
}

export function parsedEmail(bytes: Uint8Array, message: RenderedMessage, blobId: (partId?: string) => string): EmailSource {
  return { message, read: (from, to) => Promise.resolve(bytes.subarray(from, to)), blobId };
}
