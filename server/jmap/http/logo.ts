/** Logos of senders (BIMI), for our own pages: pictures that were looked through, under a policy that lets them do nothing. */
import { findLogo } from '#server/mailauth/bimi/find-logo.ts';
import { Slots } from '#server/net/slots.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { problem } from './problem.ts';

const fetches = new Slots(6);

export async function answerLogo(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  if (auth.caller.byCookie && request.headers.get('sec-fetch-site') !== 'same-origin')
    return problem(403, 'Logos are fetched for pages of this server.');
  const { searchParams } = new URL(request.url);
  const [domain, selector] = [searchParams.get('domain') ?? '', searchParams.get('selector') ?? ''];
  if (![domain, selector].every((name) => /^[a-z0-9_]([a-z0-9._-]{0,250}[a-z0-9])?$/i.test(name)))
    return problem(400, 'Give domain and selector of a BIMI record.');
  const release = fetches.take(auth.caller.user.userId);
  if (!release) return problem(429, 'Too many logos at once.', { 'retry-after': '1' });
  try {
    const logo = await findLogo({ domain, selector });
    if (!logo) return problem(404, 'There is no logo that may be shown.');
    return new Response(new Uint8Array(logo.svg), {
      headers: {
        'content-type': 'image/svg+xml',
        'content-security-policy': "sandbox; default-src 'none'",
        'x-content-type-options': 'nosniff',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=3600',
      },
    });
  } finally {
    release();
  }
}
