import { describe, expect, test } from 'vitest';
import { deliveryNotice } from '../smtp/dsn.ts';
import { SieveMessage } from '../sieve/run/message.ts';
import { listAddress, listRoles, readListAddress } from './list-address.ts';
import { memberFields, postToAll } from './post.ts';
import { saysGoneForGood } from './returned.ts';

test('the addresses of a list are made and read', () => {
  for (const role of listRoles) {
    const [localpart = ''] = listAddress('my-boat@example.org', role, '7-ab').split('@');
    expect(readListAddress(localpart)).toEqual({ list: 'my-boat', role, detail: '7-ab' });
    expect(listAddress('my-boat@example.org', role)).toBe(`my-boat-${role}@example.org`);
  }
  expect(readListAddress('boat')).toEqual({ list: 'boat', role: 'post', detail: null });
  expect(readListAddress('boat+x')).toEqual({ list: 'boat', role: 'post', detail: 'x' });
  expect(readListAddress('-request')).toEqual({ list: '-request', role: 'post', detail: null });
});

const list = { email: 'boat@example.org', name: 'Boats', description: 'All about boats', prefix: '' };
const raw = [
  'From: "Ann Other" <ann@strict.example>',
  'To: boat@example.org',
  'Subject: =?utf-8?Q?R=C3=BCmpfe?=',
  'DKIM-Signature: v=1; d=strict.example',
  'Disposition-Notification-To: ann@strict.example',
  'List-Id: <other.example.net>',
  'Return-Path: <ann@strict.example>',
  '',
  'Hulls.\r\n',
].join('\r\n');
const post = (more: object = {}, munge = false) =>
  new TextDecoder().decode(postToAll(new SieveMessage(new TextEncoder().encode(raw)), { ...list, ...more }, munge));

describe('what members get', () => {
  test('the message as it was, without what is of others', () => {
    expect(post()).toBe(
      [
        'From: "Ann Other" <ann@strict.example>',
        'To: boat@example.org',
        'Subject: =?utf-8?Q?R=C3=BCmpfe?=',
        'DKIM-Signature: v=1; d=strict.example',
        '',
        'Hulls.\r\n',
      ].join('\r\n'),
    );
  });
  test('a prefix, once', () => {
    expect(post({ prefix: '[boat]' })).toContain('Subject: =?utf-8?Q?=5Bboat=5D_R=C3=BCmpfe?=\r\n');
    expect(post({ prefix: 'Rümpfe' })).toContain('Subject: =?utf-8?Q?R=C3=BCmpfe?=\r\n');
  });
  test('where its author would be refused: from the list, to be answered to the author', () => {
    const munged = post({}, true);
    expect(munged).toContain('From: "Ann Other via Boats" <boat@example.org>\r\n');
    expect(munged).toContain('Reply-To: "Ann Other" <ann@strict.example>\r\n');
    expect(munged).not.toMatch(/^From: .*strict/m);
  });
  test('RFC 2369, 2919, 8058: the fields for one member', () => {
    const fields = memberFields({
      list,
      leaveByMail: 'boat-unsubscribe+7-ab@example.org',
      leaveByWeb: 'https://example.org/api/lists/1.7-ab',
    });
    expect(fields).toBe(
      [
        'Sender: <boat@example.org>',
        'List-Id: "All about boats" <boat.example.org>',
        'List-Post: <mailto:boat@example.org>',
        'List-Help: <mailto:boat-request@example.org?subject=help>',
        'List-Subscribe: <mailto:boat-subscribe@example.org>',
        'List-Unsubscribe: <mailto:boat-unsubscribe+7-ab@example.org?subject=unsubscribe>,\r\n <https://example.org/api/lists/1.7-ab>',
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
        'List-Owner: <mailto:boat-owner@example.org>',
        'Precedence: list',
        '',
      ].join('\r\n'),
    );
    expect(memberFields({ list: { ...list, description: 'Böte"<x>' }, leaveByMail: 'a@b', leaveByWeb: 'https://c' })).toMatch(
      /^List-Id: =\?utf-8\?.*\?= <boat\.example\.org>\r$/im,
    );
  });
});

test('a notice of failure for good is told from one of delay, and from ordinary mail', () => {
  const notice = (action: 'failed' | 'delayed', status: string) =>
    new TextEncoder().encode(
      deliveryNotice({
        ...{
          action,
          to: 'boat-bounces+7-ab@example.org',
          hostname: 'mx.example.org',
          id: '1',
          now: new Date(0),
          arrivedAt: new Date(0),
          triedUntil: new Date(0),
        },
        ...{ subject: 's', envId: null, original: 'Subject: s\r\n\r\n', whole: false },
        recipients: [{ address: 'gone@far.example', orcpt: null, status, diagnostic: '550 no', host: null, lastAttempt: new Date(0) }],
      }),
    );
  expect(saysGoneForGood(notice('failed', '5.1.1'))).toBe(true);
  expect(saysGoneForGood(notice('delayed', '4.4.1'))).toBe(false);
  expect(saysGoneForGood(new TextEncoder().encode('Subject: x\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'))).toBe(false);
});
