/** A draft as a MIME entity, made in this browser, so that it can be signed or encrypted here before anything of it leaves. */
import { writeEntity, writeHeader, writeMailbox, type Entity } from '#lib/message/write-entity.ts';
import type { Draft } from '../compose/draft/draft.ts';
import type { Identity } from '../compose/email-types.ts';
import { htmlToPlainText } from '../compose/text/plain-text.ts';
import { joinQuote } from '../compose/text/quote.ts';
import { dateHeader, newBoundary, newMessageId } from '../reading/send-raw.ts';

export type LoadPart = (blobId: string, type: string) => Promise<Uint8Array<ArrayBuffer>>;

/** The text in its forms, inline pictures and files. */
export async function draftEntity(draft: Draft, load: LoadPart): Promise<string> {
  const html = joinQuote(draft.html, draft.quote);
  const used = draft.attachments.filter(({ cid }) => cid === null || html.includes(`cid:${cid}`));
  const parts = await Promise.all(
    used.map(async ({ blobId, type, name, cid }): Promise<Entity> => {
      const bytes = await load(blobId, type);
      return { type, name, disposition: cid ? 'inline' : 'attachment', ...(cid ? { cid } : {}), body: { bytes } };
    }),
  );
  const [inline, files] = [parts.filter(({ cid }) => cid), parts.filter(({ cid }) => !cid)];
  const text = textEntity(draft, html, inline);
  return writeEntity(files.length > 0 ? { type: 'multipart/mixed', body: { parts: [text, ...files] } } : text, newBoundary);
}

function textEntity(draft: Draft, html: string, inline: Entity[]): Entity {
  if (draft.text !== null) return { type: 'text/plain', body: { text: draft.text } };
  const rich: Entity = { type: 'text/html', body: { text: `<!DOCTYPE html><html><body>${html}</body></html>` } };
  const shown: Entity = inline.length > 0 ? { type: 'multipart/related', body: { parts: [rich, ...inline] } } : rich;
  return { type: 'multipart/alternative', body: { parts: [{ type: 'text/plain', body: { text: htmlToPlainText(html) } }, shown] } };
}

/** The fields above it. `autocrypt`: one's own public key, so that answers can be encrypted (Autocrypt 1.1). */
export function draftHeader(draft: Draft, identity: Identity, now: Date, autocrypt: string | null): string {
  const people = (name: string, list: { name?: string | null; email: string }[]) =>
    list.length > 0 ? writeHeader(name, list.map(writeMailbox).join(', ')) : '';
  const ids = (name: string, list: string[] | null) => (list?.length ? writeHeader(name, list.map((id) => `<${id}>`).join(' ')) : '');
  return [
    writeHeader('From', writeMailbox(identity)),
    people('Reply-To', identity.replyTo ?? []),
    people('To', draft.to),
    people('Cc', draft.cc),
    people('Bcc', draft.bcc), // taken off by the server when it goes out
    writeHeader('Subject', draft.subject),
    writeHeader('Date', dateHeader(now)),
    writeHeader('Message-ID', draft.messageId ? `<${draft.messageId}>` : newMessageId(identity.email)),
    ids('In-Reply-To', draft.inReplyTo),
    ids('References', draft.references),
    draft.wantsReceipt ? people('Disposition-Notification-To', [identity]) : '',
    autocrypt ? `Autocrypt: addr=${identity.email}; prefer-encrypt=mutual; keydata=\r\n${autocrypt.replaceAll(/.{1,72}/g, ' $&\r\n')}` : '',
    'MIME-Version: 1.0\r\n',
  ].join('');
}
