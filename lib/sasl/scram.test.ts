import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { expect, test } from 'vitest';
import { parseBearer } from './oauthbearer.ts';
import { saslPrep } from './prep.ts';
import { scramKeys, ScramServer, type ScramHash } from './scram.ts';

const hashOf = (algorithm: string): ScramHash => ({
  hash: (data) => createHash(algorithm).update(data).digest(),
  hmac: (key, data) => createHmac(algorithm, key).update(data).digest(),
  equal: (one, other) => timingSafeEqual(one, other),
});
const none = new Map<string, Uint8Array>();

// RFC 5802 §5 and RFC 7677 §3: user "user", password "pencil".
const vectors = [
  {
    algorithm: 'sha1',
    clientNonce: 'fyko+d2lbbFgONRv9qkxdawL',
    serverNonce: '3rfcNHYJY1ZVvWVs7j',
    salt: 'QSXCR+Q6sek8bf92',
    proof: 'v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    signature: 'rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    algorithm: 'sha256',
    clientNonce: 'rOprNGfwEbeRWgbNEkqO',
    serverNonce: '%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0',
    salt: 'W22ZaJ0SNY7soEsUEjb6gQ==',
    proof: 'dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    signature: '6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
];

function begun({ algorithm, clientNonce, serverNonce, salt }: (typeof vectors)[number]) {
  const hash = hashOf(algorithm);
  const keys = scramKeys(pbkdf2Sync('pencil', Buffer.from(salt, 'base64'), 4096, algorithm === 'sha1' ? 20 : 32, algorithm), hash);
  const server = new ScramServer({ hash, nonce: serverNonce, plus: false, bindings: none });
  expect(server.first(`n,,n=user,r=${clientNonce}`)).toEqual({ ok: true, username: 'user', authzid: '' });
  expect(server.challenge(Buffer.from(salt, 'base64'), 4096)).toBe(`r=${clientNonce}${serverNonce},s=${salt},i=4096`);
  return { server, keys };
}

test.each(vectors)('the example of the RFC for $algorithm', (vector) => {
  const { server, keys } = begun(vector);
  const other = { storedKey: keys.serverKey, serverKey: keys.serverKey };
  const final = `c=biws,r=${vector.clientNonce}${vector.serverNonce},p=${vector.proof}`;
  expect(server.final(final, [other, keys])).toEqual({ ok: true, index: 1, message: `v=${vector.signature}` });
  expect(server.final(final, [keys])).toEqual({ ok: false, error: 'invalid-encoding' }); // one try only
});

test('a wrong proof, a wrong nonce, a wrong header', () => {
  for (const vector of vectors) {
    const whole = `${vector.clientNonce}${vector.serverNonce}`;
    const wrong = [
      [`c=biws,r=${whole},p=${vector.proof.replace(/^./, 'A')}`, 'invalid-proof'],
      [`c=biws,r=${vector.clientNonce}x,p=${vector.proof}`, 'other-error'],
      [`c=eSws,r=${whole},p=${vector.proof}`, 'channel-bindings-dont-match'],
      [`c=biws,r=${whole}`, 'invalid-encoding'],
      [`c=biws,r=${whole},p=!`, 'invalid-encoding'],
    ];
    for (const [message = '', error] of wrong) {
      const { server, keys } = begun(vector);
      expect(server.final(message, [keys])).toEqual({ ok: false, error });
    }
  }
});

test('names are unescaped, and what is no first message is refused', () => {
  const first = (message: string) => new ScramServer({ hash: hashOf('sha256'), nonce: 'n', plus: false, bindings: none }).first(message);
  expect(first('y,a=x,n=a=2Cb=3Dc,r=abc')).toEqual({ ok: true, username: 'a,b=c', authzid: 'x' });
  for (const message of ['', 'n,,n=a=2,r=abc', 'n,,r=abc,n=a', 'n,n=a,r=abc', 'n,,n=a,r=a c', 'n,,m=x,n=a,r=abc'])
    expect(first(message)).toMatchObject({ ok: false, error: 'invalid-encoding' });
});

test('who is bound to this connection, and only he, may say PLUS; who was lied to about it is told', () => {
  const bindings = new Map([['tls-exporter', Uint8Array.of(1, 2, 3)]]);
  const first = (plus: boolean, message: string) => new ScramServer({ hash: hashOf('sha256'), nonce: 'n', plus, bindings }).first(message);
  expect(first(true, 'p=tls-exporter,,n=a,r=abc')).toMatchObject({ ok: true });
  expect(first(true, 'p=tls-unique,,n=a,r=abc')).toEqual({ ok: false, error: 'unsupported-channel-binding-type' });
  expect(first(true, 'n,,n=a,r=abc')).toEqual({ ok: false, error: 'channel-bindings-dont-match' });
  expect(first(false, 'p=tls-exporter,,n=a,r=abc')).toEqual({ ok: false, error: 'channel-binding-not-supported' });
  expect(first(false, 'y,,n=a,r=abc')).toEqual({ ok: false, error: 'server-does-support-channel-binding' });
  expect(first(false, 'n,,n=a,r=abc')).toMatchObject({ ok: true });
});

test('the examples of RFC 4013', () => {
  expect(['I\u00adX', 'user', 'USER', '\u00aa', '\u2168', 'a\u00a0b'].map(saslPrep)).toEqual(['IX', 'user', 'USER', 'a', 'IX', 'a b']);
});

test('OAUTHBEARER: the example of RFC 7628, and what is none', () => {
  const example =
    'n,a=user@example.com,\x01host=server.example.com\x01port=143\x01auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\x01\x01';
  expect(parseBearer(example)).toEqual({ authzid: 'user@example.com', token: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==' });
  expect(parseBearer('n,,\x01auth=Bearer abc\x01\x01')).toEqual({ authzid: '', token: 'abc' });
  for (const message of ['', 'n,,\x01\x01', 'n,,\x01auth=Basic abc\x01\x01', 'n,,\x01auth=Bearer abc\x01', 'n,a=x,auth=Bearer abc\x01\x01'])
    expect(parseBearer(message)).toBeNull();
});
