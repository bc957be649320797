/** The signature of an identity, kept in one marked element so that it can be exchanged when another identity is chosen. */
import type { Draft } from '../draft/draft.ts';
import type { Identity } from '../email-types.ts';
import { htmlToPlainText, plainTextToHtml } from './plain-text.ts';

const signature = /<div id="posthorn-signature">[\s\S]*$/;

export function withSignature(draft: Draft, identities: Identity[]): Draft {
  const identity = identities.find((one) => one.id === draft.identityId) ?? identities[0];
  if (draft.text !== null) return { ...draft, text: withTextSignature(draft.text, identity) };
  const bare = draft.html.replace(signature, '');
  const inner = identity ? identity.htmlSignature || (identity.textSignature ? plainTextToHtml(identity.textSignature) : '') : '';
  if (inner === '') return bare === draft.html ? draft : { ...draft, html: bare };
  const written = bare === '' ? '<div><br></div><div><br></div>' : bare;
  return { ...draft, html: `${written}<div id="posthorn-signature"><div>-- </div>${inner}</div>` };
}

/** RFC 3676 §4.3: below a line "-- ". */
function withTextSignature(text: string, identity: Identity | undefined): string {
  const bare = text.replace(/\n?^-- \n[\s\S]*$/m, '');
  const own = identity ? identity.textSignature || htmlToPlainText(identity.htmlSignature).trim() : '';
  return own === '' ? bare : `${bare || '\n'}\n-- \n${own}`;
}
