import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import type { Signature } from '../crypto/signature.ts';
import type { FullEmail } from '../mail/types.ts';
import { wordsOf } from '../i18n/words-of.ts';
import { downloadBlob } from '../jmap/blobs.ts';
import { readableOf, type Readable } from '../reading/files/readable.ts';

export type OpenState =
  | { kind: 'plain' }
  | { kind: 'working' }
  /** One of the account's keys opens it, but its passphrase was not given. */
  | { kind: 'locked' }
  | { kind: 'noKey' }
  | { kind: 'failed'; reason: string }
  | { kind: 'opened'; message: Readable; wasEncrypted: boolean; signature: Signature | null };

const wrapped = /^application\/(?:pgp-encrypted|pgp-signature|(?:x-)?pkcs7-(?:signature|mime))$/;
const inline = /^-----BEGIN PGP (?:SIGNED )?MESSAGE-----\r?$/m;

/** Whether it takes keys to read a message, or to know who wrote it. */
export function isWrapped(email: FullEmail): boolean {
  return email.attachments.some(({ type }) => wrapped.test(type)) || inlineText(email) !== null;
}

function inlineText(email: FullEmail): string | null {
  const text = email.textBody.map(({ partId }) => email.bodyValues[partId ?? '']?.value ?? '').join('\n');
  return inline.test(text) ? text : null;
}

/** The message as it is inside. What does the work is loaded with the first message that needs it. */
export function useOpened(email: FullEmail): OpenState & { again: () => void } {
  const needed = isWrapped(email);
  const [state, setState] = useState<{ of: FullEmail['bodyValues']; open: OpenState } | null>(null);
  const [turn, setTurn] = useState(0);
  const { blobId, bodyValues } = email;
  // The message itself never changes; its keywords do, and are none of this.
  const start = useEffectEvent(() => open(email));
  useEffect(() => {
    if (!needed) return undefined;
    let gone = false;
    void start().then((result) => gone || setState({ of: bodyValues, open: result }));
    return () => {
      gone = true;
    };
  }, [needed, blobId, bodyValues, turn]);
  const again = useCallback(() => {
    setState(null);
    setTurn((before) => before + 1);
  }, []);
  if (!needed) return { kind: 'plain', again };
  return { ...(state?.of === bodyValues ? state.open : { kind: 'working' as const }), again };
}

async function open(email: FullEmail): Promise<OpenState> {
  const [{ loadKeyring }, { openMessage, openPgp, LockedError }, { NoKeyError }, { keepAutocrypt, keepFound }, { readableOfBytes }] =
    await Promise.all([
      import('../crypto/keyring.ts'),
      import('../crypto/open-message.ts'),
      import('../crypto/signature.ts'),
      import('../crypto/collect-keys.ts'),
      import('../reading/files/readable-bytes.ts'),
    ]);
  const from = email.from?.[0]?.email ?? '';
  try {
    await keepAutocrypt(email['header:Autocrypt:asRaw'], from);
    const keys = await loadKeyring();
    const text = inlineText(email);
    if (text?.includes('-----BEGIN PGP SIGNED MESSAGE-----')) {
      const { verifyCleartext } = await import('../crypto/openpgp.ts');
      const { text: inside, signature } = await verifyCleartext(slice(text, 'SIGNED MESSAGE', 'SIGNATURE'), keys, from);
      return { kind: 'opened', message: withText(email, inside), wasEncrypted: false, signature };
    }
    if (text) {
      const { entity, signature } = await openPgp(slice(text, 'MESSAGE', 'MESSAGE'), from, keys);
      return { kind: 'opened', message: withText(email, new TextDecoder().decode(entity)), wasEncrypted: true, signature };
    }
    const opened = await openMessage(await downloadBlob(email.blobId, 'message/rfc822'), from, keys);
    if (!opened) return { kind: 'plain' };
    await keepFound(opened.signature);
    const inside = readableOfBytes(opened.entity);
    const message = { ...readableOf(email), texts: inside.texts, parts: inside.parts, subject: inside.subject || (email.subject ?? '') };
    return { kind: 'opened', message, wasEncrypted: opened.wasEncrypted, signature: opened.signature };
  } catch (error) {
    if (error instanceof NoKeyError) return { kind: 'noKey' };
    if (error instanceof LockedError) return { kind: 'locked' };
    return { kind: 'failed', reason: wordsOf(error) };
  }
}

/** Only what is between the lines of the armor: what stands around it is nobody's word. */
function slice(text: string, begin: string, end: string): string {
  const from = text.indexOf(`-----BEGIN PGP ${begin}-----`);
  const last = `-----END PGP ${end}-----`;
  const to = text.indexOf(last, from);
  return to < 0 ? text.slice(from) : text.slice(from, to + last.length);
}

const withText = (email: FullEmail, text: string): Readable => ({
  ...readableOf(email),
  texts: [{ isHtml: false, text, isTruncated: false }],
});
