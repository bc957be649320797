import { expect, test } from 'vitest';
import { guessServer, usualPort } from './known-servers.ts';

test('an address is enough to begin with', () => {
  expect(guessServer(' Alice@GMail.com ')).toEqual({ protocol: 'imap', host: 'imap.gmail.com', port: 993, security: 'tls' });
  expect(guessServer('alice@school.example')?.host).toBe('imap.school.example');
  for (const wrong of ['', 'alice', 'alice@', '@x.example', 'alice@local']) expect(guessServer(wrong)).toBeNull();
});

test('ports as everybody has them', () => {
  expect([usualPort('imap', 'tls'), usualPort('imap', 'starttls'), usualPort('pop3', 'tls'), usualPort('pop3', 'starttls')]).toEqual([
    993, 143, 995, 110,
  ]);
});
