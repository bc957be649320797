/** Scheme, host and port that the client used. bin/web.ts has written the forwarded headers: they are not the client's own words. */
export function originOf(request: Request): string {
  const { headers, url } = request;
  const seen = new URL(url);
  const scheme = headers.get('x-forwarded-proto') ?? seen.protocol.replace(/:$/, '');
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? seen.host;
  return `${scheme}://${host}`;
}
