/** A draft that was encrypted for its writer, opened to be written on. */
import type { ReadEmail } from '../compose/email-types.ts';
import { words } from '../i18n/words.ts';
import { downloadBlob } from '../jmap/blobs.ts';
import { readableOfBytes } from '../reading/files/readable-bytes.ts';
import { loadKeyring } from './keyring.ts';
import { LockedError, openMessage } from './open-message.ts';

/** As if it had been stored in clear; its files are in `local`. Throws with a sentence when it stays closed. */
export async function openSealedDraft(email: ReadEmail): Promise<{ readable: ReadEmail; local: Map<string, Blob> }> {
  const keys = await loadKeyring();
  const bytes = await downloadBlob(email.blobId, 'message/rfc822');
  const opened = await openMessage(bytes, email.from?.[0]?.email ?? '', keys).catch((error: unknown) => {
    throw error instanceof LockedError ? new Error(words('reading')('crypto.locked')) : error;
  });
  if (!opened) throw new Error(words('reading')('crypto.noKey'));
  const { texts, parts } = readableOfBytes(opened.entity);
  const bodyValues = Object.fromEntries(texts.map(({ text }, index) => [`t${index}`, { value: text }]));
  const body = texts.map(({ isHtml }, index) => ({
    ...{ partId: `t${index}`, blobId: null, size: 0, name: null, type: isHtml ? 'text/html' : 'text/plain', cid: null, disposition: null },
  }));
  const local = new Map<string, Blob>();
  const attachments = await Promise.all(
    parts.map(async ({ key, name, type, size, cid, disposition, load }) => {
      const blobId = `local:${key}`;
      local.set(blobId, new Blob([await load()], { type }));
      return { partId: null, blobId, size, name, type, cid, disposition };
    }),
  );
  return { readable: { ...email, textBody: body, htmlBody: body, bodyValues, attachments }, local };
}
