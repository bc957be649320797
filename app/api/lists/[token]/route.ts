/** Leaving a mailing list: one POST by a mail program (RFC 8058 §3.1), or a page that asks a person first. */
import { leaveByLink, whoAsks } from '#server/admin/leave-list.ts';

interface Context {
  params: Promise<{ token: string }>;
}

const back = (request: Request, token: string, query = ''): Response =>
  new Response(null, {
    status: 303,
    headers: { location: new URL(`/leave-list/${encodeURIComponent(token)}${query}`, request.url).pathname + query },
  });

/** RFC 8058 §3.2: nothing is done by a GET, which programs that look at links make too. */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  return back(request, (await params).token);
}

export async function POST(request: Request, { params }: Context): Promise<Response> {
  const { token } = await params;
  const who = await whoAsks(request);
  if (!who) return answer(400, 'Say "List-Unsubscribe=One-Click" (RFC 8058).');
  const left = await leaveByLink(token);
  if (who === 'page') return back(request, token, left ? '?left' : '');
  return left ? answer(200, 'You are not on the list any more.') : answer(404, 'There is no such link.');
}

const answer = (status: number, words: string): Response =>
  new Response(`${words}\n`, { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } });
