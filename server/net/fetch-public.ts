/**
 * The one client for what is fetched on behalf of a message or a user: pictures, unsubscribing. Only public addresses: checked after
 * resolution and again at each redirect, and the connection goes to the very address that was checked, so that a name cannot change its
 * mind in between (DNS rebinding). Size and time are limited. FETCH_ALLOW names exceptions, for tests and for services of one's own.
 */
import http from 'node:http';
import https from 'node:https';
import ipaddr from 'ipaddr.js';
import { config } from '#server/config/config.ts';
import { lookUpAddresses } from '#server/dns/resolver.ts';

export interface PublicRequest {
  method?: 'GET' | 'POST' | 'PUT';
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Octets of the answer's body; more ends the fetch. */
  maxOctets: number;
  /** For all of it, redirects and body. */
  timeoutMs: number;
  maxRedirects?: number;
  /** Only `https:`, also for redirects. */
  secureOnly?: boolean;
  /** Certificates of authorities, instead of Node's own. */
  ca?: string[];
}
export interface PublicResponse {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
  /** After redirects. */
  url: string;
}

/** Why it was not fetched, as a sentence. */
export class FetchRefused extends Error {}

/** Throws FetchRefused; an HTTP error is an answer, not a fault. */
export async function fetchPublic(address: string, request: PublicRequest): Promise<PublicResponse> {
  const signal = AbortSignal.timeout(request.timeoutMs);
  let url = readUrl(address, request);
  let { method = 'GET', body } = request;
  for (let redirects = 0; ; redirects++) {
    const target = await pinned(url);
    const answer = await exchange(url, target, { ...request, method, body: body ?? '' }, signal);
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || !location) return { ...answer, url: url.href };
    if (redirects >= (request.maxRedirects ?? 5)) throw new FetchRefused(`${url.host} redirects too often.`);
    if (!URL.canParse(location, url)) throw new FetchRefused(`${url.host} redirects to what is no address.`);
    url = readUrl(new URL(location, url).href, request);
    if (answer.status === 303 || (answer.status < 303 && method === 'POST')) {
      method = 'GET'; // RFC 9110 §15.4.2–4: as every browser does
      body = undefined;
    }
  }
}

function readUrl(address: string, { secureOnly }: PublicRequest): URL {
  if (!URL.canParse(address)) throw new FetchRefused('That is no address.');
  const url = new URL(address);
  const isExempt = isAllowed(url.hostname, portOf(url));
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || (secureOnly && !isExempt)))
    throw new FetchRefused(`${secureOnly ? 'https:' : 'http: and https:'} alone can be fetched, not ${url.protocol}`);
  if (url.username || url.password) throw new FetchRefused('An address with a password in it is not fetched.');
  if (!isExempt && ![80, 443].includes(portOf(url))) throw new FetchRefused(`Port ${portOf(url)} is not one that web pages use.`);
  return url;
}

const portOf = (url: URL) => Number(url.port || (url.protocol === 'https:' ? 443 : 80));
const bare = (hostname: string) => hostname.replace(/^\[(.*)\]$/, '$1');

/** An address of the host that may be connected to: all of them must be public, so that none can be picked by chance. */
const pinned = (url: URL): Promise<string> => publicAddress(bare(url.hostname), portOf(url));

/** The same for other protocols: the address to connect to. Throws FetchRefused. */
export async function publicAddress(host: string, port: number): Promise<string> {
  const addresses = ipaddr.isValid(host) ? [host] : await resolve(host);
  const [first] = addresses;
  if (first === undefined) throw new FetchRefused(`There is no server ${host}.`);
  const isExempt = (address: string) => isAllowed(host, port) || isAllowed(address, port);
  if (!addresses.every((address) => isPublic(address) || isExempt(address)))
    throw new FetchRefused(`${host} is not a public address: it is not fetched.`);
  return first;
}

async function resolve(host: string): Promise<string[]> {
  const found = await lookUpAddresses(host);
  if (found.kind === 'trouble') throw new FetchRefused(`${host} could not be looked up: ${found.reason}`);
  return found.kind === 'found' ? found.records : [];
}

/** No loopback, private, link-local (cloud metadata), shared, multicast, reserved or translated address. */
export function isPublic(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function isAllowed(host: string, port: number): boolean {
  return config().fetchAllow.some((allowed) => allowed === `${bare(host)}:${port}`);
}

type Exchange = Required<Pick<PublicRequest, 'method' | 'body' | 'maxOctets'>> & Pick<PublicRequest, 'headers' | 'ca'>;

function exchange(url: URL, address: string, request: Exchange, signal: AbortSignal): Promise<Omit<PublicResponse, 'url'>> {
  return new Promise((resolvePromise, reject) => {
    const refuse = (reason: string) => reject(new FetchRefused(reason));
    const secure = url.protocol === 'https:';
    const outgoing = (secure ? https : http).request({
      host: address,
      port: portOf(url),
      path: `${url.pathname}${url.search}`,
      method: request.method,
      agent: false, // no connection is kept: the next one is checked anew
      signal,
      ...(request.ca ? { ca: request.ca } : {}),
      ...(secure && !ipaddr.isValid(bare(url.hostname)) ? { servername: url.hostname } : {}),
      headers: {
        accept: '*/*',
        'accept-encoding': 'identity', // what is small when packed could be endless unpacked
        'user-agent': 'Posthorn',
        ...request.headers,
        host: url.host,
        ...(request.method === 'GET' ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }),
      },
    });
    outgoing.on('error', (error) => refuse(signal.aborted ? `${url.host} took too long.` : `${url.host}: ${error.message}`));
    outgoing.on('response', (incoming) => {
      const chunks: Buffer[] = [];
      let size = 0;
      incoming.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > request.maxOctets) {
          refuse(`${url.host} sends more than ${request.maxOctets} octets.`);
          outgoing.destroy();
        } else chunks.push(chunk);
      });
      incoming.on('error', (error) => refuse(signal.aborted ? `${url.host} took too long.` : `${url.host}: ${error.message}`));
      incoming.on('end', () =>
        resolvePromise({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.end(request.method === 'GET' ? undefined : request.body);
  });
}
