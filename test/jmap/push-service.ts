/** A push service of the test's own: takes what RFC 8030 says, checks the signature (RFC 8292), decrypts (RFC 8291), by node:crypto alone. */
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: http.IncomingHttpHeaders;
  path: string;
  body: Record<string, unknown>;
  /** Claims of the VAPID token, whose signature fits. */
  vapid: { aud: string; exp: number; sub: string };
  /** The `k` of the Authorization header. */
  publicKey: string;
}

export class PushService {
  readonly received: Received[] = [];
  /** What is answered; more than one: in turn, the last again and again. */
  answers: { status: number; headers?: Record<string, string> }[] = [{ status: 201 }];
  readonly #server: http.Server;
  readonly #ecdh = createECDH('prime256v1');
  readonly #auth = randomBytes(16);
  #held = Promise.resolve();

  private constructor() {
    this.#ecdh.generateKeys();
    this.#server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const { status, headers } = (this.answers.length > 1 ? this.answers.shift() : this.answers[0]) ?? { status: 500 };
        this.received.push(this.#read(request, Buffer.concat(chunks)));
        void this.#held.then(() => response.writeHead(status, headers).end());
      });
    });
  }

  static async start(): Promise<PushService> {
    const service = new PushService();
    await new Promise<void>((listening) => service.#server.listen(0, '127.0.0.1', listening));
    return service;
  }

  /** Takes what comes, and answers none of it until the result is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  get keys(): { p256dh: string; auth: string } {
    return { p256dh: this.#ecdh.getPublicKey('base64url'), auth: this.#auth.toString('base64url') };
  }
  stop(): Promise<void> {
    return new Promise((stopped) => {
      this.#server.close(() => stopped());
      this.#server.closeAllConnections();
    });
  }

  #read(request: http.IncomingMessage, bytes: Buffer): Received {
    const { headers, url = '' } = request;
    const plain = headers['content-encoding'] === 'aes128gcm' ? this.#decrypt(bytes) : bytes;
    const [, token = '', publicKey = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.authorization ?? '') ?? [];
    return {
      headers,
      path: url,
      body: JSON.parse(plain.toString()) as Record<string, unknown>,
      vapid: readVapid(token, publicKey),
      publicKey,
    };
  }

  /** RFC 8188 §2.1 header: salt, record size, key; RFC 8291 §3.4 for the secret; one record, ended by 0x02. */
  #decrypt(bytes: Buffer): Buffer {
    const salt = bytes.subarray(0, 16);
    const serverKey = bytes.subarray(21, 21 + (bytes[20] ?? 0));
    const info = Buffer.concat([Buffer.from('WebPush: info\0'), this.#ecdh.getPublicKey(), serverKey]);
    const secret = Buffer.from(hkdfSync('sha256', this.#ecdh.computeSecret(serverKey), this.#auth, info, 32));
    const key = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: aes128gcm\0', 16));
    const nonce = Buffer.from(hkdfSync('sha256', secret, salt, 'Content-Encoding: nonce\0', 12));
    const record = bytes.subarray(21 + serverKey.length);
    const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
    const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
    return padded.subarray(0, padded.lastIndexOf(2));
  }
}

function readVapid(token: string, publicKey: string): Received['vapid'] {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const point = Buffer.from(publicKey, 'base64url');
  const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
  const key = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
  if (!verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))) throw new Error('bad signature');
  return JSON.parse(Buffer.from(claims, 'base64url').toString()) as Received['vapid'];
}
