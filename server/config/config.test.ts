import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

test('the defaults are those of the documentation', () => {
  const config = readConfig({});
  expect(config).toMatchObject({
    hostname: 'localhost',
    domain: 'localhost',
    listenHost: '127.0.0.1',
    plaintextAuth: 'loopback',
    signup: 'closed',
  });
  expect(config.ports).toMatchObject({
    HTTP_PORT: 2080,
    HTTPS_PORT: 2443,
    SMTP_PORT: 2025,
    SUBMISSION_PORT: 2587,
    IMAPS_PORT: 2993,
    POP3_PORT: 2110,
    MANAGESIEVE_PORT: 6190,
  });
});

test('one port can be set by itself, and 0 turns a listener off', () => {
  const { ports } = readConfig({ PORT_OFFSET: '0', HTTP_PORT: '8080', POP3_PORT: '0' });
  expect(ports).toMatchObject({ HTTP_PORT: 8080, POP3_PORT: 0, SMTP_PORT: 25 });
});

test('routes name a domain, a host and a port', () => {
  const { smtpRoutes } = readConfig({ SMTP_ROUTES: 'hamburger.edu=127.0.0.1:4025,*=smarthost:587' });
  expect([...smtpRoutes]).toEqual([
    ['hamburger.edu', { host: '127.0.0.1', port: 4025 }],
    ['*', { host: 'smarthost', port: 587 }],
  ]);
});

test.each([
  ['PORT_OFFSET', 'many'],
  ['HTTP_PORT', '70000'],
  ['PLAINTEXT_AUTH', 'yes'],
  ['DATABASE_URL', 'mysql://x'],
  ['MAIL_HOSTNAME', 'no spaces here'],
  ['LISTEN_HOST', 'everywhere'],
  ['PUBLIC_URL', 'mail.example.org'],
  ['SMTP_ROUTES', 'nonsense'],
  ['DNS_SERVER', 'resolver'],
  ['LOG_LEVEL', 'loud'],
  ['SIGNUP', 'maybe'],
  ['ADMIN_EMAIL', 'root'],
  ['QUEUE_SCHEDULE', 'often'],
  ['S3_ENDPOINT', 'storage'],
  ['S3_SECRET_ACCESS_KEY_FILE', '/nowhere/secret'],
  ['BLOB_STORE', 'disk'],
  ['BLOB_BUCKET', 'bucket'],
  ['BLOB_S3_FROM', 'small'],
  ['BLOB_CACHE', '-1'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
  ['OTEL_BSP_SCHEDULE_DELAY', 'soon'],
  ['OTEL_SDK_DISABLED', 'perhaps'],
])('a wrong %s is named in the message', (name, text) => {
  expect(() => readConfig({ [name]: text })).toThrow(new RegExp(`^${name} is wrong`));
});

test('settings that need each other', () => {
  expect(() => readConfig({ ADMIN_EMAIL: 'a@b.c' })).toThrow(/^ADMIN_PASSWORD is missing/);
  expect(() => readConfig({ BLOB_STORE: 's3' })).toThrow(/^BLOB_BUCKET is missing/);
  expect(() => readConfig({ BLOB_BUCKET: 's3://mail' })).toThrow(/^S3_ENDPOINT is missing/);
  expect(() => readConfig({ S3_ENDPOINT: 'http://s3', S3_ACCESS_KEY_ID: 'x' })).toThrow(/^S3_SECRET_ACCESS_KEY is missing/);
  expect(() => readConfig({ TLS_CERT: 'x.pem' })).toThrow(/^TLS_KEY is missing/);
  expect(() => readConfig({ IMAP_PORT: '4000', POP3_PORT: '4000' })).toThrow(/IMAP_PORT|POP3_PORT/);
});
