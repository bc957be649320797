import { expect, test } from 'vitest';
import { answer, referencesTo, withPrefix } from './answer.ts';
import { bodyHtml, emptyDraft, forgotAttachment, fromEmail, isEmpty, toEmail, whyNotSendable } from './draft.ts';
import type { Identity, ReadEmail } from '../email-types.ts';
import { joinQuote, splitQuote } from '../text/quote.ts';

const identity = (id: string, email: string): Identity => ({
  ...{ id, email, name: 'Alice Martin', replyTo: null, bcc: null, textSignature: '', htmlSignature: '', mayDelete: false },
});
const identities = [identity('I1', 'alice@crepes.fr'), identity('I2', 'market@crepes.fr')];
const context = { identities, formatDate: () => 'Friday' };
const person = (email: string, name: string | null = null) => ({ name, email });
const email = (changes: Partial<ReadEmail> = {}): ReadEmail => ({
  ...{
    id: 'M1',
    blobId: 'B1',
    size: 900,
    threadId: 'T1',
    keywords: {},
    messageId: ['q@hamburger.edu'],
    inReplyTo: null,
    references: ['p@crepes.fr'],
  },
  ...{ from: [person('bob@hamburger.edu', 'Bob')], to: [person('market@crepes.fr')], cc: [person('chef@crepes.fr')], bcc: null },
  ...{ replyTo: null, subject: 'Pickles', sentAt: '2026-11-20T10:00:00Z', receivedAt: '2026-11-20T10:00:01Z' },
  textBody: [],
  htmlBody: [{ partId: '1', blobId: 'B1-1', size: 9, name: null, type: 'text/html', cid: null, disposition: null }],
  attachments: [],
  bodyValues: { '1': { value: '<table><tr><td>How about pickles?</td></tr></table>' } },
  ...changes,
});

test('a reply goes to the sender, from the address that was written to', () => {
  const draft = answer('reply', email(), context);
  expect(draft).toMatchObject({ to: [person('bob@hamburger.edu', 'Bob')], cc: [], identityId: 'I2', subject: 'Re: Pickles' });
  expect(draft.inReplyTo).toEqual(['q@hamburger.edu']);
  expect(draft.references).toEqual(['p@crepes.fr', 'q@hamburger.edu']);
  expect(draft.quote).toContain('On Friday, Bob &lt;bob@hamburger.edu&gt; wrote:');
  expect(draft.quote).toContain('<table><tr><td>How about pickles?</td></tr></table>');
});

test('Reply-To wins over From', () => {
  expect(answer('reply', email({ replyTo: [person('list@hamburger.edu')] }), context).to).toEqual([person('list@hamburger.edu')]);
});

test('a reply to all leaves oneself out and names nobody twice', () => {
  const draft = answer(
    'replyAll',
    email({ to: [person('alice@crepes.fr'), person('eve@x.org')], cc: [person('EVE@x.org'), person('chef@crepes.fr')] }),
    context,
  );
  expect(draft.to.map((one) => one.email)).toEqual(['bob@hamburger.edu', 'eve@x.org']);
  expect(draft.cc.map((one) => one.email)).toEqual(['chef@crepes.fr']);
});

test('to answer what one sent writes to the same people', () => {
  expect(answer('reply', email({ from: [person('alice@crepes.fr')], to: [person('bob@hamburger.edu')] }), context).to).toEqual([
    person('bob@hamburger.edu'),
  ]);
});

test('a forward keeps attachments, and has no recipients', () => {
  const file = { partId: '2', blobId: 'B1-2', size: 5, name: 'menu.pdf', type: 'application/pdf', cid: null, disposition: 'attachment' };
  const draft = answer('forward', email({ attachments: [file] }), context);
  expect(draft.to).toEqual([]);
  expect(draft.subject).toBe('Fwd: Pickles');
  expect(draft.attachments).toEqual([{ blobId: 'B1-2', type: 'application/pdf', name: 'menu.pdf', size: 5, cid: null }]);
  expect(draft.quote).toContain('From: Bob &lt;bob@hamburger.edu&gt;');
  expect(draft.inReplyTo).toBeNull();
});

test.each([
  ['Re', 'Pickles', 'Re: Pickles'],
  ['Re', 'RE: re: Pickles', 'Re: Pickles'],
  ['Re', 'AW: Pickles', 'Re: Pickles'],
  ['Fwd', 'Re: Pickles', 'Fwd: Re: Pickles'],
  ['Fwd', 'Fwd: Pickles', 'Fwd: Pickles'],
  ['Re', '', 'Re:'],
] as const)('%s of "%s"', (prefix, subject, expected) => {
  expect(withPrefix(prefix, subject)).toBe(expected);
});

test('references without a References header fall back on In-Reply-To (RFC 5322 §3.6.4)', () => {
  expect(referencesTo({ messageId: ['b@x'], references: null, inReplyTo: ['a@x'] })).toEqual(['a@x', 'b@x']);
  expect(referencesTo({ messageId: ['c@x'], references: null, inReplyTo: ['a@x', 'b@x'] })).toEqual(['c@x']);
  expect(referencesTo({ messageId: null, references: null, inReplyTo: null })).toBeNull();
});

test('a draft comes back from its stored form', () => {
  const draft = { ...answer('reply', email(), context), html: '<div>Yes.</div>' };
  const stored = toEmail(draft, identities[1] as Identity, 'F1') as { bodyValues: { html: { value: string }; text: { value: string } } };
  const again = fromEmail(
    email({
      ...{ from: [person('market@crepes.fr')], to: draft.to, cc: null, subject: draft.subject },
      ...{ inReplyTo: draft.inReplyTo, references: draft.references, bodyValues: { '1': stored.bodyValues.html } },
    }),
    identities,
  );
  expect(again).toEqual(draft);
  expect(stored.bodyValues.text.value).toBe('Yes.\n\nOn Friday, Bob <bob@hamburger.edu> wrote:\n> How about pickles?\n');
});

test('a quote inside a quote is not mistaken for the end', () => {
  const inner = joinQuote('<p>a</p>', '<p>b</p>');
  expect(splitQuote(joinQuote('<p>c</p>', inner))).toEqual({ written: '<p>c</p>', quote: inner });
});

test('a plain text message becomes HTML lines', () => {
  const plain = email({
    htmlBody: [{ partId: '1', blobId: 'B', size: 1, name: null, type: 'text/plain', cid: null, disposition: null }],
    bodyValues: { '1': { value: '1 < 2\n' } },
  });
  expect(bodyHtml(plain)).toBe('<div>1 &lt; 2</div>');
});

test('styles of the head stay with the body', () => {
  const styled = email({
    bodyValues: { '1': { value: '<html><head><style>td{color:red}</style></head><body class="x"><p>a</p></body></html>' } },
  });
  expect(bodyHtml(styled)).toBe('<style>td{color:red}</style><p>a</p>');
});

test('a draft says why it cannot be sent, and what was forgotten', () => {
  expect(whyNotSendable(emptyDraft)).toMatch(/recipient/);
  expect(whyNotSendable({ ...emptyDraft, to: [person('bob')] })).toMatch(/“bob”/);
  expect(whyNotSendable({ ...emptyDraft, cc: [person('bob@hamburger.edu')] })).toBeNull();
  expect(forgotAttachment({ ...emptyDraft, html: '<div>The menu is attached.</div>' })).toBe(true);
  expect(forgotAttachment({ ...emptyDraft, html: '<div>Yes.</div>', quote: 'attached' })).toBe(false);
  expect(isEmpty({ ...emptyDraft, html: '<div><br></div>' })).toBe(true);
  expect(isEmpty({ ...emptyDraft, subject: 'x' })).toBe(false);
});
