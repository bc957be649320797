/** Scheme, host and port that the client used. bin/web.ts has written the forwarded headers: they are not the client's own words. */
import { config } from '#server/config/config.ts';

export function originOf(request: Request): string {
  const { headers, url } = request;
  const seen = new URL(url);
  const scheme = headers.get('x-forwarded-proto') ?? seen.protocol.replace(/:$/, '');
  const host = headers.get('x-forwarded-host') ?? headers.get('host') ?? seen.host;
  // Behind a proxy that ends TLS, PUBLIC_URL knows the scheme that people see.
  const { publicUrl } = config();
  if (publicUrl && new URL(publicUrl).host === host) return new URL(publicUrl).origin;
  return `${scheme}://${host}`;
}
