/** The files of one draft while it is written: on their way to the server, or kept here until they are inside an encrypted letter. */
import type { StoreApi } from 'zustand/vanilla';
import { formatSize } from '#client/i18n/format-size.ts';
import { words } from '#client/i18n/words.ts';
import { replaceFile, type AttachedFile } from './attachments.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import type { SessionState } from './session-state.ts';
import { upload } from './upload.ts';
import { wordsOf } from '#client/i18n/words-of.ts';

export class DraftFiles {
  /** By blobId: files of a letter that is to be encrypted, which never leave this browser in clear. */
  local = new Map<string, Blob>();
  readonly #store: StoreApi<SessionState>;
  readonly #connection: JmapConnection;
  readonly #newId: () => string;
  readonly #changed: () => void;
  readonly #uploads = new Set<Promise<void>>();

  constructor(store: StoreApi<SessionState>, connection: JmapConnection, newId: () => string, changed: () => void) {
    this.#store = store;
    this.#connection = connection;
    this.#newId = newId;
    this.#changed = changed;
  }

  /** `inline` gives each picture the cid by which the HTML names it. */
  attach(files: Iterable<File>, inline: boolean): { cid: string | null; file: File }[] {
    return [...files].map((file) => {
      const cid = inline ? `${this.#newId()}@posthorn` : null;
      this.#begin(file, cid, this.#newId());
      return { cid, file };
    });
  }

  retry(key: string): void {
    const file = this.#find(key);
    if (file?.state === 'failed') this.#begin(file.file, file.cid, key);
  }

  remove(key: string): void {
    const file = this.#find(key);
    if (file?.state === 'sending') file.cancel();
    this.#store.setState(({ files }) => ({ files: files.filter((one) => one.key !== key) }));
    this.#changed();
  }

  cancelAll(): void {
    for (const file of this.#store.getState().files) if (file.state === 'sending') file.cancel();
  }

  /** The letter will not be encrypted: what was to stay in this browser goes to the server as other files do. */
  uploadLocal(): void {
    for (const one of this.#store.getState().files) {
      const kept = one.state === 'done' ? this.local.get(one.part.blobId) : undefined;
      if (!kept || one.state !== 'done') continue;
      this.local.delete(one.part.blobId);
      this.#begin(new File([kept], one.part.name, { type: one.part.type }), one.part.cid, one.key);
    }
  }

  /** When all that are on their way have arrived or failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#uploads);
  }

  #find(key: string): AttachedFile | undefined {
    return this.#store.getState().files.find((one) => one.key === key);
  }

  #put(next: AttachedFile): void {
    this.#store.setState(({ files }) => ({
      files: files.some(({ key }) => key === next.key) ? replaceFile(files, next) : [...files, next],
    }));
  }

  #begin(file: File, cid: string | null, key: string): void {
    const uploading = this.#upload(file, cid, key);
    this.#uploads.add(uploading);
    void uploading.finally(() => this.#uploads.delete(uploading));
  }

  async #upload(file: File, cid: string | null, key: string): Promise<void> {
    const { maxSizeUpload, uploadUrl } = this.#connection;
    const abort = new AbortController();
    const sending = (sent: number) => this.#put({ key, state: 'sending', file, cid, sent, cancel: () => abort.abort() });
    const done = (blobId: string, name: string) => {
      this.#put({ key, state: 'done', part: { blobId, type: file.type || 'application/octet-stream', name, size: file.size, cid } });
      this.#changed();
    };
    sending(0);
    try {
      if (this.#store.getState().draft.protection === 'encrypt') {
        this.local.set(`local:${key}`, file);
        return done(`local:${key}`, file.name);
      }
      if (file.size > maxSizeUpload) throw new Error(words('compose')('fileLimit', { size: formatSize(maxSizeUpload) }));
      const { blobId } = await upload(uploadUrl, file, sending, abort.signal);
      done(blobId, file.name || words('compose')('picture'));
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return;
      this.#put({ key, state: 'failed', file, cid, why: wordsOf(error) });
    }
  }
}
