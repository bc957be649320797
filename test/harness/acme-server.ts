/** A small authority (RFC 8555): it checks signatures, nonces and proofs as a real one does, and signs with its own certificate. */
import { createHash, createPublicKey, randomBytes, verify, type JsonWebKey } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Issued } from './certificates.ts';

export interface AcmeServer {
  directoryUrl: string;
  /** How a name is proven: the challenge's text is what the name shows. Null: nothing was found. */
  look: (type: string, name: string, token: string) => Promise<string | null>;
  /** Of the next certificates. */
  days: number;
  orders: string[][];
  /** Refuses the next orders with this. */
  refuses: string | null;
  stop: () => Promise<void>;
}

interface Order {
  names: string[];
  authorizations: Authorization[];
  status: string;
  cert?: string;
}
interface Authorization {
  name: string;
  wildcard: boolean;
  status: string;
  challenges: { type: string; token: string; status: string; error?: object }[];
}

export async function startAcmeServer(authority: Issued): Promise<AcmeServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'posthorn-acme-'));
  writeFileSync(path.join(folder, 'ca.pem'), authority.cert);
  writeFileSync(path.join(folder, 'ca.key'), authority.key, { mode: 0o600 });
  const nonces = new Set<string>();
  const accounts: JsonWebKey[] = [];
  const orders: Order[] = [];
  const freshNonce = () => {
    const nonce = randomBytes(12).toString('base64url');
    nonces.add(nonce);
    return nonce;
  };

  const server = http.createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      const problem = error instanceof Problem ? error : new Problem(500, 'serverInternal', String(error));
      reply(response, problem.status, { type: `urn:ietf:params:acme:error:${problem.type}`, detail: problem.message });
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const acme: AcmeServer = {
    ...{ directoryUrl: `${base}/directory`, look: () => Promise.resolve(null), days: 90, orders: [], refuses: null },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };

  function reply(response: http.ServerResponse, status: number, body: object | string, headers: Record<string, string> = {}): void {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const type =
      typeof body === 'string' ? 'application/pem-certificate-chain' : status >= 400 ? 'application/problem+json' : 'application/json';
    response.writeHead(status, { 'content-type': type, 'replay-nonce': freshNonce(), ...headers }).end(text);
  }

  /** RFC 8555 §6.2: who says it, and what. */
  async function signed(request: http.IncomingMessage): Promise<{ payload: Record<string, unknown>; jwk: JsonWebKey; kid: string | null }> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const { protected: head, payload, signature } = JSON.parse(text) as Record<'protected' | 'payload' | 'signature', string>;
    const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
    const { alg, nonce, url, jwk, kid } = json(head) as { alg: string; nonce: string; url: string; jwk?: JsonWebKey; kid?: string };
    if (!nonces.delete(nonce)) throw new Problem(400, 'badNonce', 'that nonce is not one of mine');
    if (url !== `${base}${request.url}`) throw new Problem(400, 'malformed', 'signed for another address');
    const known = kid === undefined ? jwk : accounts[Number(kid.slice(kid.lastIndexOf('/') + 1))];
    if (!known || alg !== 'ES256') throw new Problem(400, 'accountDoesNotExist', 'no such account');
    const key = { key: createPublicKey({ key: known, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    if (!verify('sha256', Buffer.from(`${head}.${payload}`), key, Buffer.from(signature, 'base64url')))
      throw new Problem(400, 'malformed', 'the signature is wrong');
    return { payload: payload ? json(payload) : {}, jwk: known, kid: kid ?? null };
  }

  async function answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const [, what = '', id = '', part = ''] = (request.url ?? '').split('/');
    if (what === 'directory')
      return reply(response, 200, {
        newNonce: `${base}/nonce`,
        newAccount: `${base}/account`,
        newOrder: `${base}/order`,
        revokeCert: `${base}/revoke`,
        keyChange: `${base}/key`,
      });
    if (what === 'nonce') return reply(response, 200, {});
    const { payload, jwk } = await signed(request);
    if (what === 'account') {
      if (payload.termsOfServiceAgreed !== true && payload.onlyReturnExisting !== true)
        throw new Problem(403, 'userActionRequired', 'agree');
      const at = accounts.findIndex((one) => thumbprint(one) === thumbprint(jwk));
      const number = at >= 0 ? at : accounts.push(jwk) - 1;
      return reply(response, at >= 0 ? 200 : 201, { status: 'valid' }, { location: `${base}/account/${number}` });
    }
    if (what === 'order' && id === '') {
      if (acme.refuses) throw new Problem(403, 'rejectedIdentifier', acme.refuses);
      const names = (payload.identifiers as { value: string }[]).map(({ value }) => value);
      acme.orders.push(names);
      const authorizations = names.map((name) => ({
        ...{ name: name.replace(/^\*\./, ''), wildcard: name.startsWith('*.'), status: 'pending' },
        challenges: [...(name.startsWith('*.') ? [] : ['http-01']), 'dns-01'].map((type) => ({
          type,
          token: randomBytes(16).toString('base64url'),
          status: 'pending',
        })),
      }));
      const number = orders.push({ names, authorizations, status: 'pending' }) - 1;
      return reply(response, 201, orderJson(number), { location: `${base}/order/${number}` });
    }
    const order = orders[Number(id)];
    if (!order) throw new Problem(404, 'malformed', 'no such order');
    if (what === 'authz') return reply(response, 200, authorizationJson(order, Number(id), Number(part)));
    if (what === 'challenge') {
      const [which = '', index = ''] = part.split('-');
      const authorization = order.authorizations[Number(which)];
      const challenge = authorization?.challenges[Number(index)];
      if (!authorization || !challenge) throw new Problem(404, 'malformed', 'no such challenge');
      const wanted = `${challenge.token}.${thumbprint(jwk)}`;
      const shown = await acme.look(challenge.type, authorization.name, challenge.token);
      const expected = challenge.type === 'dns-01' ? createHash('sha256').update(wanted).digest('base64url') : wanted;
      challenge.status = authorization.status = shown === expected ? 'valid' : 'invalid';
      if (shown !== expected) {
        challenge.error = { type: 'urn:ietf:params:acme:error:unauthorized', detail: `${authorization.name} shows ${shown ?? 'nothing'}` };
        order.status = 'invalid';
      } else if (order.authorizations.every(({ status }) => status === 'valid')) order.status = 'ready';
      return reply(response, 200, challengeJson(Number(id), Number(which), Number(index)));
    }
    if (what === 'finalize') {
      if (order.status !== 'ready') throw new Problem(403, 'orderNotReady', 'prove the names first');
      order.cert = sign(String(payload.csr), order.names, orders.length);
      order.status = 'valid';
    }
    if (what === 'cert') return reply(response, 200, order.cert ?? '');
    return reply(response, 200, orderJson(Number(id)));
  }

  function sign(csr: string, names: string[], serial: number): string {
    const file = (name: string) => path.join(folder, name);
    writeFileSync(file('csr.der'), Buffer.from(csr, 'base64url'));
    writeFileSync(file('ext'), `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}\n`);
    const args = ['x509', '-req', '-inform', 'DER', '-in', file('csr.der'), '-CA', file('ca.pem'), '-CAkey', file('ca.key')];
    execFileSync(
      'openssl',
      [
        ...args,
        '-days',
        String(acme.days),
        '-set_serial',
        String(1000 + serial),
        '-sha256',
        '-extfile',
        file('ext'),
        '-out',
        file('cert.pem'),
      ],
      {
        stdio: 'ignore',
      },
    );
    return `${readFileSync(file('cert.pem'), 'utf8').trim()}\n${authority.cert.trim()}\n`;
  }

  function orderJson(number: number): object {
    const { names, authorizations, status, cert } = orders[number] ?? { names: [], authorizations: [], status: 'invalid' };
    return {
      ...{ status, identifiers: names.map((value) => ({ type: 'dns', value })), finalize: `${base}/finalize/${number}` },
      authorizations: authorizations.map((_, index) => `${base}/authz/${number}/${index}`),
      ...(cert ? { certificate: `${base}/cert/${number}` } : {}),
    };
  }
  const challengeJson = (number: number, which: number, index: number) => {
    const { type, token, status, error } = orders[number]?.authorizations[which]?.challenges[index] ?? { type: '', token: '', status: '' };
    return { type, token, status, url: `${base}/challenge/${number}/${which}-${index}`, ...(error ? { error } : {}) };
  };
  const authorizationJson = (order: Order, number: number, which: number) => {
    const { name: value = '', wildcard = false, status = '', challenges = [] } = order.authorizations[which] ?? {};
    return {
      ...{ status, identifier: { type: 'dns', value }, ...(wildcard ? { wildcard } : {}) },
      challenges: challenges.map((_, index) => challengeJson(number, which, index)),
    };
  };
  return acme;
}

class Problem extends Error {
  readonly status: number;
  readonly type: string;
  constructor(status: number, type: string, detail: string) {
    super(detail);
    this.status = status;
    this.type = type;
  }
}

/** RFC 7638. */
function thumbprint({ crv, kty, x, y }: JsonWebKey): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}
