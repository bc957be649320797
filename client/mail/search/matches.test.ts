import { expect, test } from 'vitest';
import { asksForText, matches, matchesHere, type Whole } from './matches.ts';
import type { FullEmail, ListEmail } from '../types.ts';

const email: ListEmail = {
  id: 'e1',
  threadId: 't1',
  mailboxIds: { inbox: true, label: true },
  keywords: { $seen: true },
  from: [{ name: 'Priya Raman', email: 'priya@copper.example' }],
  to: [{ name: null, email: 'alice@crepes.fr' }],
  cc: null,
  subject: 'Signed contract for the oven lease',
  preview: 'Here it is, countersigned.',
  receivedAt: '2026-11-21T10:00:00Z',
  hasAttachment: true,
  attachments: [
    {
      partId: '2',
      blobId: 'b',
      size: 4,
      name: 'Oven-Lease.pdf',
      type: 'application/pdf',
      charset: null,
      disposition: 'attachment',
      cid: null,
      headers: [],
      language: null,
      location: null,
      subParts: null,
    },
  ],
  size: 5000,
};

test.each([
  [{}, true],
  [{ inMailbox: 'inbox' }, true],
  [{ inMailbox: 'trash' }, false],
  [{ inMailboxOtherThan: ['inbox'] }, true],
  [{ inMailboxOtherThan: ['inbox', 'label'] }, false],
  [{ hasKeyword: '$seen' }, true],
  [{ notKeyword: '$seen' }, false],
  [{ before: '2026-11-21T10:00:00.000Z' }, false],
  [{ after: '2026-11-21T10:00:00.000Z' }, true],
  [{ minSize: 5000 }, true],
  [{ maxSize: 5000 }, false],
  [{ hasAttachment: false }, false],
  [{ attachmentName: 'lease.PDF' }, true],
  [{ from: 'RAMAN' }, true],
  [{ from: 'raman priya' }, true],
  [{ to: 'bob' }, false],
  [{ subject: '"oven lease"' }, true],
  [{ subject: '"lease oven"' }, false],
  [{ text: 'countersigned oven' }, true],
  [{ text: 'somewhere in the body' }, null],
  [{ header: ['List-Id', 'x'] }, null],
  [{ inMailbox: 'trash', text: 'body' }, false],
  [{ operator: 'AND', conditions: [{ inMailbox: 'inbox' }, { text: 'body' }] }, null],
  [{ operator: 'OR', conditions: [{ inMailbox: 'inbox' }, { text: 'body' }] }, true],
  [{ operator: 'OR', conditions: [{ inMailbox: 'trash' }, { text: 'body' }] }, null],
  [{ operator: 'NOT', conditions: [{ hasKeyword: '$flagged' }, { inMailbox: 'trash' }] }, true],
  [{ operator: 'NOT', conditions: [{ text: 'body' }] }, null],
])('%j: %s', (filter, expected) => expect(matches(filter, email)).toBe(expected));

const whole: Whole = {
  text: 'The oven comes on Tuesday with two bakers.',
  email: {
    ...email,
    bcc: [{ name: 'Ines', email: 'ines@far.example' }],
    'header:List-Id:asText': 'Ovens <ovens.far.example>',
  } as FullEmail,
};

test.each([
  [{ text: 'bakers' }, null, true],
  [{ text: 'Tuesday contract' }, null, true],
  [{ text: 'nowhere' }, null, false],
  [{ body: 'bakers' }, null, true],
  [{ bcc: 'ines' }, null, true],
  [{ bcc: 'mei' }, null, false],
  [{ header: ['List-Id', 'ovens'] }, null, true],
  [{ operator: 'NOT', conditions: [{ text: 'bakers' }] }, null, false],
  [{ operator: 'NOT', conditions: [{ text: 'nowhere' }] }, null, true],
] as const)('%j: the metadata tells %s, the whole message %s', (filter, byMetadata, byWhole) => {
  expect(matches(filter, email)).toBe(byMetadata);
  expect(matches(filter, email, whole)).toBe(byWhole);
  expect(asksForText(filter)).toBe(true);
});

test('as far as the device knows, what is not known to be said is not said', () => {
  const not = (filter: object) => ({ operator: 'NOT', conditions: [filter] });
  expect(matchesHere({ text: 'bakers' }, email)).toBe(false);
  expect(matchesHere(not({ text: 'bakers' }), email)).toBe(true);
  expect(matchesHere(not({ text: 'bakers' }), email, whole)).toBe(false);
  expect(matchesHere({ operator: 'AND', conditions: [{ inMailbox: 'inbox' }, not({ from: 'priya' })] }, email)).toBe(false);
});
