import { expect, test } from 'vitest';
import { emptyDraft } from '../draft/draft.ts';
import { withSignature } from './signature.ts';

const identity = (id: string, textSignature: string, htmlSignature = '') => ({
  ...{ id, email: `${id}@crepes.fr`, name: '', replyTo: null, bcc: null, textSignature, htmlSignature, mayDelete: true },
});
const identities = [identity('I1', 'Alice\nCrepes'), identity('I2', '', '<b>Market</b>'), identity('I3', '')];

test('a new message has the signature of its identity, below an empty line', () => {
  const { html } = withSignature({ ...emptyDraft, identityId: 'I1' }, identities);
  expect(html).toBe('<div><br></div><div><br></div><div id="posthorn-signature"><div>-- </div><div>Alice</div><div>Crepes</div></div>');
});

test('another identity exchanges it, one without a signature takes it away', () => {
  const first = withSignature({ ...emptyDraft, html: '<div>Hi</div>', identityId: 'I1' }, identities);
  const second = withSignature({ ...first, identityId: 'I2' }, identities);
  expect(second.html).toBe('<div>Hi</div><div id="posthorn-signature"><div>-- </div><b>Market</b></div>');
  expect(withSignature({ ...second, identityId: 'I3' }, identities).html).toBe('<div>Hi</div>');
});
