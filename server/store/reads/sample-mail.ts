/** Messages for the store's tests: what `lib/message/render.ts` would make of them is written down here by hand. */
import type { RenderedMessage, StoredAddress } from '#lib/message/stored.ts';
import { createAccount, createDomain, deliver, findMailboxByRole, hasDomain, putBlob, type DeliverItem } from '../index.ts';

export interface Sample {
  subject?: string;
  from?: StoredAddress;
  to?: StoredAddress[];
  cc?: StoredAddress[];
  body?: string;
  messageId?: string;
  relatedIds?: string[];
  sentAt?: Date;
  sentOn?: string;
  hasAttachment?: boolean;
  /** Lines of further headers, each with its CRLF. */
  more?: string;
}

let count = 0;

export function sampleMail(sample: Sample): { bytes: Buffer; rendered: RenderedMessage } {
  const { subject = `Message ${++count}`, body = 'Hello.\r\n', relatedIds = [], more = '' } = sample;
  const from = sample.from ?? { name: 'Alice', email: 'alice@crepes.example' };
  const to = sample.to ?? [{ name: null, email: 'bob@hamburger.example' }];
  const messageId = sample.messageId ?? `${++count}@crepes.example`;
  const show = (list: StoredAddress[]) => list.map(({ name, email }) => (name ? `${name} <${email}>` : email)).join(', ');
  const header =
    `From: ${show([from])}\r\nTo: ${show(to)}\r\n${sample.cc ? `Cc: ${show(sample.cc)}\r\n` : ''}` +
    `Subject: ${subject}\r\nMessage-ID: <${messageId}>\r\n${more}Content-Type: text/plain; charset=utf-8\r\n\r\n`;
  const bytes = Buffer.from(header + body);
  const headerSize = Buffer.byteLength(header);
  const [sentAt, sentOn] = [sample.sentAt ?? null, sample.sentOn ?? null];
  const sizes = { bodyOffset: headerSize, bodyLength: bytes.length - headerSize, decodedSize: bytes.length - headerSize };
  const rendered: RenderedMessage = {
    size: bytes.length,
    headerSize,
    sentAt,
    sentOn,
    hasAttachment: sample.hasAttachment ?? false,
    messageId,
    relatedIds,
    subject,
    sortFrom: (from.name ?? from.email).toUpperCase(),
    sortTo: (to[0]?.name ?? to[0]?.email ?? '').toUpperCase(),
    sortSubject: subject.replace(/^re: /i, '').toUpperCase(),
    preview: body.slice(0, 256),
    envelope: `(NIL "subject" NIL NIL NIL NIL NIL NIL NIL "<${messageId}>")`,
    bodystructure: '("text" "plain" NIL NIL NIL "8bit" 0 0 NIL NIL NIL NIL)',
    body: '("text" "plain" NIL NIL NIL "8bit" 0 0)',
    headers: { messageId: [messageId], from: [from], to, ...(sample.cc ? { cc: sample.cc } : {}) },
    root: { id: '1', type: 'text/plain', charset: 'utf-8', encoding: '8bit', headerOffset: 0, ...sizes, lines: 1 },
  };
  return { bytes, rendered };
}

export interface SampleAccount {
  accountId: number;
  inbox: number;
  archive: number;
}

export async function sampleAccount(email: string): Promise<SampleAccount> {
  const domain = email.slice(email.indexOf('@') + 1);
  if (!(await hasDomain(domain))) await createDomain(domain);
  const made = await createAccount({ email, passwordHash: null });
  if (!made.ok) throw new Error(made.reason);
  const { accountId } = made.value;
  const box = async (role: 'inbox' | 'archive') => (await findMailboxByRole(accountId, role))?.mailboxId ?? 0;
  return { accountId, inbox: await box('inbox'), archive: await box('archive') };
}

/** Delivers and returns the email ids, in order. */
export async function deliverSamples(
  accountId: number,
  mailboxId: number,
  samples: (Sample & Pick<DeliverItem, 'flags' | 'keywords' | 'receivedAt'>)[],
): Promise<{ emailId: number; threadId: number; uid: number }[]> {
  const items = await Promise.all(
    samples.map(async (sample): Promise<DeliverItem> => {
      const { bytes, rendered } = sampleMail(sample);
      const { flags, keywords, receivedAt } = sample;
      const given = { ...(flags === undefined ? {} : { flags }), ...(keywords ? { keywords } : {}), ...(receivedAt ? { receivedAt } : {}) };
      return { accountId, mailboxIds: [mailboxId], blob: await putBlob(bytes), prefix: null, rendered, ...given };
    }),
  );
  const done = await deliver(items);
  if (!done.ok) throw new Error(done.reason);
  return done.value.map(({ emailId, threadId, placements }) => ({ emailId, threadId, uid: placements[0]?.uid ?? 0 }));
}
