/**
 * What the app may believe of a request. Forwarded headers count only from TRUSTED_PROXIES; from everybody else they are replaced by what
 * the socket says, so that handlers can read `x-forwarded-for`, `-proto` and `-host` without asking who wrote them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TLSSocket } from 'node:tls';
import { config } from '#server/config/config.ts';
import { isLoopback } from '#server/net/is-loopback.ts';
import { isTrustedProxy } from '#server/net/trusted-proxy.ts';

export interface SeenRequest {
  remoteAddress: string;
  secure: boolean;
  host: string;
}

export function normaliseRequest(request: IncomingMessage): SeenRequest {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const { headers } = request;
  const trusted = isTrustedProxy(peer);
  const last = (name: string) =>
    (trusted
      ? String(headers[name] ?? '')
          .split(',')
          .at(-1)
          ?.trim()
      : '') || undefined;
  const seen = {
    remoteAddress: last('x-forwarded-for') ?? peer,
    secure: (last('x-forwarded-proto') ?? ((request.socket as TLSSocket).encrypted ? 'https' : 'http')) === 'https',
    host: last('x-forwarded-host') ?? headers.host ?? 'localhost',
  };
  delete headers.forwarded;
  delete headers['x-middleware-subrequest'];
  headers['x-forwarded-for'] = seen.remoteAddress;
  headers['x-forwarded-proto'] = seen.secure ? 'https' : 'http';
  headers['x-forwarded-host'] = seen.host;
  return seen;
}

/** Clear HTTP is served to loopback only; from elsewhere it is sent to HTTPS. True when the answer has been given. */
export function redirectToHttps(seen: SeenRequest, request: IncomingMessage, response: ServerResponse): boolean {
  if (seen.secure) {
    if (!isLoopback(seen.remoteAddress)) response.setHeader('strict-transport-security', 'max-age=31536000');
    return false;
  }
  if (isLoopback(seen.remoteAddress)) return false;
  const { publicUrl, ports } = config();
  const hostname = seen.host.replace(/:\d+$/, '');
  const origin = publicUrl?.replace(/\/$/, '') ?? `https://${hostname}${ports.HTTPS_PORT === 443 ? '' : `:${ports.HTTPS_PORT}`}`;
  response.writeHead(308, { location: `${origin}${request.url ?? '/'}`, 'content-length': 0 }).end();
  return true;
}
