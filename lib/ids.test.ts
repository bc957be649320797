import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountWireId,
  emailBlobId,
  emailWireId,
  mailboxWireId,
  parseAccountWireId,
  parseBlobId,
  parseEmailWireId,
  parseMailboxWireId,
  parseThreadWireId,
  threadWireId,
  uploadBlobId,
} from './ids.ts';

const accountId = fc.integer({ min: 1, max: 2 ** 31 - 1 });
const objectId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

test('every id reads back, for its own account only', () => {
  fc.assert(
    fc.property(accountId, objectId, (account, object) => {
      expect(parseAccountWireId(accountWireId(account))).toBe(account);
      expect(parseEmailWireId(account, emailWireId(account, object))).toBe(object);
      expect(parseThreadWireId(account, threadWireId(account, object))).toBe(object);
      expect(parseMailboxWireId(account, mailboxWireId(account, object))).toBe(object);
      expect(parseEmailWireId(account + 1, emailWireId(account, object))).toBeNull();
      expect(parseMailboxWireId(account, emailWireId(account, object))).toBeNull();
    }),
  );
});

test('ids hold only what JMAP and OBJECTID allow', () => {
  expect(emailWireId(1, 40)).toBe('M1-18');
  expect(emailBlobId(1, 40, '2.1')).toMatch(/^[A-Za-z0-9_-]{1,255}$/);
});

test('blob ids', () => {
  expect(parseBlobId(7, emailBlobId(7, 99))).toEqual({ kind: 'email', emailId: 99, partId: null });
  expect(parseBlobId(7, emailBlobId(7, 99, '2.1'))).toEqual({ kind: 'email', emailId: 99, partId: '2.1' });
  expect(parseBlobId(8, emailBlobId(7, 99))).toBeNull();
  const sha256 = new Uint8Array(32).fill(0xab);
  expect(parseBlobId(7, uploadBlobId(sha256))).toEqual({ kind: 'upload', sha256: 'ab'.repeat(32) });
});

test.each(['', 'M', 'M1', 'M1-', 'M1-0', 'M01-1', 'M1-1-1', 'm1-1', 'M1-zz', 'M-1', `M1-${'v'.repeat(12)}`])('%j is no email id', (id) => {
  expect(parseEmailWireId(1, id)).toBeNull();
});
