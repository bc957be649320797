/**
 * Remote pictures of messages, fetched by the server so that senders see neither the reader's address nor cookies. Only our own pages may ask,
 * with the session's cookie; only public servers are asked (server/net/fetch-public.ts); only pictures that cannot run anything are passed on.
 */
import { fetchPublic, FetchRefused } from '#server/net/fetch-public.ts';
import { Slots } from '#server/net/slots.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { problem } from './problem.ts';

const largest = 10_000_000;
const fetches = new Slots(12);

export async function answerPicture(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  // A page of another site must not make a signed-in browser's server fetch things: every browser of today sends this header.
  if (auth.caller.byCookie && request.headers.get('sec-fetch-site') !== 'same-origin')
    return problem(403, 'Pictures are fetched for pages of this server.');
  const url = new URL(request.url).searchParams.get('url') ?? '';
  const release = fetches.take(auth.caller.user.userId);
  if (!release) return problem(429, 'Too many pictures at once.', { 'retry-after': '1' });
  try {
    const { status, body } = await fetchPublic(url, { headers: { accept: 'image/*' }, maxOctets: largest, timeoutMs: 15_000 });
    const type = status === 200 ? pictureType(body) : null;
    if (!type) return problem(502, status === 200 ? 'What came is no picture.' : `The picture's server answered ${status}.`);
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': type,
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=86400',
      },
    });
  } catch (error) {
    if (error instanceof FetchRefused) return problem(502, error.message);
    throw error;
  } finally {
    release();
  }
}

/** By its first octets: what a server calls it does not count. SVG is a document, not a picture. */
export function pictureType(body: Uint8Array): string | null {
  const head = Buffer.from(body.subarray(0, 16)).toString('latin1');
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (head.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (/^GIF8[79]a/.test(head)) return 'image/gif';
  if (/^RIFF....WEBP/s.test(head)) return 'image/webp';
  if (/^....ftypavi[fs]/s.test(head)) return 'image/avif';
  return null;
}
