import { expect, test } from 'vitest';
import { readMimeTree } from './mime-tree.ts';
import { prefixedTree } from './prefixed-tree.ts';

const octets = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const prefix = octets('Return-Path: <a@b.example>\r\nReceived: from b.example\r\n\tby c.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n');
const behind = (message: Uint8Array) => new Uint8Array(Buffer.concat([prefix, message]));

const nested = [
  'Content-Type: multipart/mixed; boundary=x\r\nSubject: s\r\n\r\n--x\r\nContent-Type: message/rfc822\r\n\r\n',
  'Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\n\r\nplain\r\n--y\r\nContent-Type: text/html\r\n\r\n<p>\r\n--y--\r\n--x--\r\n',
].join('');

test.each([
  nested,
  'Subject: s\r\n\r\nbody\r\n',
  'Subject: s\r\nnonsense\r\nTo: b@c.example\r\n\r\n',
  'Subject: s',
  'A: b\n\nbare line feeds\n',
])('lines in front of %j move everything, and change nothing else', (text) => {
  const message = octets(text);
  expect(prefixedTree(prefix, readMimeTree(message))).toEqual(readMimeTree(behind(message)));
});

test.each(['', '\r\nbody', ' goes on\r\nSubject: s\r\n\r\n', 'From someone\r\nSubject: s\r\n\r\n', 'all of it is text\r\n'])(
  'a message that begins with %j is looked at again',
  (text) => {
    expect(prefixedTree(prefix, readMimeTree(octets(text)))).toBeNull();
  },
);

test.each(['Content-Type: text/html\r\n', 'X: y', 'X: y\r\n\r\n', ''])('so it is behind %j, which may change what it is', (front) => {
  expect(prefixedTree(octets(front), readMimeTree(octets('Subject: s\r\n\r\n')))).toBeNull();
});
