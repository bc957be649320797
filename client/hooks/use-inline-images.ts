import { useEffect, useState } from 'react';
import { composeConnection } from '../compose/compose-connection.ts';
import type { FullEmail } from '../mail/types.ts';

const none: ReadonlyMap<string, string> = new Map();
const largest = 10_000_000;

/** Pictures that the message carries itself, by Content-ID, as data: the frame has no origin from which it could fetch them. */
export function useInlineImages(email: FullEmail): ReadonlyMap<string, string> {
  const [images, setImages] = useState(none);
  useEffect(() => {
    const parts = email.attachments.filter(({ cid, type, size }) => cid && /^image\/(?:png|gif|jpe?g|webp)$/.test(type) && size < largest);
    if (parts.length === 0) return undefined;
    let gone = false;
    void (async () => {
      const { downloadUrl } = await composeConnection();
      const found = new Map<string, string>();
      for (const { cid, blobId, type } of parts) {
        const response = await fetch(downloadUrl({ blobId: blobId ?? '', type, name: 'image' })).catch(() => undefined);
        if (response?.ok) found.set(cid ?? '', await dataUrl(await response.blob(), type));
      }
      if (!gone) setImages(found);
    })();
    return () => {
      gone = true;
    };
  }, [email]);
  return images;
}

function dataUrl(blob: Blob, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^data:[^;,]*/, `data:${type}`));
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    reader.readAsDataURL(blob);
  });
}
