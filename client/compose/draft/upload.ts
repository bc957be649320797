/** One file on its way to the server (RFC 8620 §6.1). XMLHttpRequest, because fetch tells nothing of the progress of an upload. */
import { words } from '#client/i18n/words.ts';

export interface Uploaded {
  blobId: string;
  type: string;
  size: number;
}

/** Rejects with a sentence to show, or with an AbortError when it was cancelled. */
export function upload(url: string, file: Blob, onProgress: (sent: number) => void, signal: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.responseType = 'json';
    request.setRequestHeader('content-type', file.type || 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(request.response as Uploaded);
      else
        reject(
          new Error(request.status === 413 ? words('ui')('tooLarge') : words('compose')('fileRefused', { status: String(request.status) })),
        );
    };
    request.onerror = () => reject(new Error(words('compose')('connectionLost')));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(file);
  });
}
