/**
 * Downloading (RFC 8620 §6.2). What was mailed to somebody must never run in the webmail's origin: always an attachment, never sniffed,
 * and sandboxed should a browser show it all the same.
 */
import { accessTo } from '../account-access.ts';
import { readVisibleBlob } from '../blob.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { problem, unlessStorageIsAway } from './problem.ts';
import { mediaType } from './upload.ts';

interface FilePath {
  accountId: string;
  blobId: string;
  name: string;
}

export const answerDownload = (request: Request, path: FilePath): Promise<Response> => unlessStorageIsAway(() => download(request, path));

async function download(request: Request, path: FilePath): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const { user } = auth.caller;
  const access = await accessTo(user, path.accountId);
  if (!access) return problem(404, 'There is no such account.');
  const blob = await readVisibleBlob(access, path.blobId);
  if (!blob) return problem(404, 'There is no such file.');
  const wanted = new URL(request.url).searchParams.get('type');
  return new Response(new Uint8Array(blob.bytes), {
    headers: {
      'content-type': mediaType(wanted ?? blob.type),
      'content-length': String(blob.bytes.length),
      'content-disposition': contentDisposition(path.name),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, immutable, max-age=31536000', // RFC 8620 §6.2: a blob never changes
    },
  });
}

/** RFC 6266 with RFC 8187: a plain name for old programs, the real one in UTF-8. */
export function contentDisposition(name: string): string {
  const clean = name.replaceAll(/[\p{Cc}\p{Cf}/\\]/gu, '_').toWellFormed() || 'file';
  const ascii = clean.replaceAll(/[^\x20-\x7e]|["%]/g, '_');
  const encoded = encodeURIComponent(clean).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
