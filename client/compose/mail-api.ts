/** What the composer asks of the server: JMAP Mail and Submission (RFC 8621). */
import type { Card } from '#lib/contacts/card.ts';
import { accountOfWireId } from '#lib/ids.ts';
import { displayName } from '#lib/contacts/names.ts';
import { readSettings, type AccountSettings } from '#lib/settings/account-settings.ts';
import { words } from '../i18n/words.ts';
import { answerOf, createdBy, MethodError, type JmapConnection, type MethodCall } from '../jmap/connection.ts';
import { toEmail, type AttachedPart, type Draft } from './draft/draft.ts';
import { readProperties, type Identity, type ReadEmail } from './email-types.ts';
import type { Suggestion } from './recipients.ts';
import { downloadBlob, uploadBlob } from '../jmap/blobs.ts';
import { wordsOf } from '../i18n/words-of.ts';

export interface ComposeContext {
  identities: Identity[];
  draftsId: string;
  sentId: string;
  settings: AccountSettings;
}

export async function loadContext({ call, accountId }: JmapConnection): Promise<ComposeContext> {
  const answers = await call([
    ['Identity/get', { accountId, ids: null }, 'identities'],
    ['Mailbox/get', { accountId, ids: null, properties: ['id', 'role'] }, 'mailboxes'],
    ['Settings/get', { accountId, ids: ['singleton'] }, 'settings'],
  ]);
  const identities = answerOf(answers, 'identities').list as Identity[];
  const mailboxes = answerOf(answers, 'mailboxes').list as { id: string; role: string | null }[];
  const [stored] = answerOf(answers, 'settings').list as Record<string, unknown>[];
  const withRole = (role: string) => {
    const found = mailboxes.find((mailbox) => mailbox.role === role);
    if (!found) throw new MethodError('notFound', words('compose')('noMailbox', { role }));
    return found.id;
  };
  const settings = readSettings(stored ?? {});
  const [first, rest] = [
    identities.filter(({ id }) => id === settings.defaultIdentity),
    identities.filter(({ id }) => id !== settings.defaultIdentity),
  ];
  return { identities: [...first, ...rest], draftsId: withRole('drafts'), sentId: withRole('sent'), settings };
}

export async function loadEmail(connection: JmapConnection, emailId: string): Promise<ReadEmail> {
  const { call, accountId } = connection;
  const from = accountOfWireId(emailId) ?? accountId;
  const answers = await call([
    [
      'Email/get',
      {
        accountId: from,
        ids: [emailId],
        properties: readProperties,
        fetchTextBodyValues: true,
        fetchHTMLBodyValues: true,
        maxBodyValueBytes: 0,
      },
      'email',
    ],
  ]);
  const [email] = answerOf(answers, 'email').list as ReadEmail[];
  if (!email) throw new MethodError('notFound', words('compose')('messageGone'));
  return from === accountId ? email : withOwnFiles(connection, email);
}

/** A message of somebody who shares it: what is attached to it is brought into one's own account, where letters are written. */
async function withOwnFiles(connection: JmapConnection, email: ReadEmail): Promise<ReadEmail> {
  const attachments = await Promise.all(
    email.attachments.map(async (part) => (part.blobId ? { ...part, blobId: await ownFile(connection, part.blobId, part.type) } : part)),
  );
  return { ...email, attachments };
}

/** The same octets as a blob of one's own account. */
export async function ownFile(connection: JmapConnection, blobId: string, type: string): Promise<string> {
  const { accountId } = connection;
  if ((accountOfWireId(blobId) ?? accountId) === accountId) return blobId;
  return uploadBlob(await downloadBlob(blobId, type, connection), type, connection);
}

export interface SavedDraft {
  emailId: string;
  attachments: AttachedPart[];
  /** The version that this one follows was gone: somebody else has changed or sent the draft. Nothing is lost, there are two now. */
  conflict: boolean;
}

/**
 * A stored message never changes, so a draft is saved by making the new one and, when that is certain, destroying the old. The parts of
 * the old one go with it, so the attachments are named by the new one's parts afterwards.
 */
export async function saveDraft(
  connection: JmapConnection,
  context: ComposeContext,
  draft: Draft,
  identity: Identity,
  previousId: string | null,
  key: string | null = null,
): Promise<SavedDraft> {
  const { call, accountId } = connection;
  const made = answerOf(
    await call([['Email/set', { accountId, create: { draft: toEmail(draft, identity, context.draftsId, key) } }, 'make']]),
    'make',
  );
  const emailId = String(createdBy(made, 'draft').id);
  return { emailId, ...(await adoptParts(connection, emailId, draft.attachments, previousId)) };
}

/** Whether another browser has saved a version of the same draft beside ours. Of the newest drafts: both were written to a moment ago. */
export async function hasOtherVersion(
  { call, accountId }: JmapConnection,
  context: ComposeContext,
  key: string,
  ownId: string,
): Promise<boolean> {
  const property = 'header:X-Posthorn-Draft:asText';
  const answers = await call([
    [
      'Email/query',
      { accountId, filter: { inMailbox: context.draftsId }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 12 },
      'query',
    ],
    ['Email/get', { accountId, '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' }, properties: ['id', property] }, 'get'],
  ]);
  const found = answerOf(answers, 'get').list as { id: string; [property]: string | null }[];
  return found.some((one) => one.id !== ownId && one[property]?.trim() === key);
}

async function adoptParts(
  { call, accountId }: JmapConnection,
  emailId: string,
  attachments: AttachedPart[],
  previousId: string | null,
): Promise<Omit<SavedDraft, 'emailId'>> {
  const calls: MethodCall[] = [];
  if (attachments.length > 0) calls.push(['Email/get', { accountId, ids: [emailId], properties: ['attachments'] }, 'parts']);
  if (previousId) calls.push(['Email/set', { accountId, destroy: [previousId] }, 'destroy']);
  if (calls.length === 0) return { attachments, conflict: false };
  const answers = await call(calls);
  const kept = previousId ? (answerOf(answers, 'destroy').notDestroyed as Record<string, { type: string }> | null | undefined) : null;
  const conflict = previousId !== null && kept?.[previousId]?.type === 'notFound';
  if (attachments.length === 0) return { attachments, conflict };
  const [email] = answerOf(answers, 'parts').list as Pick<ReadEmail, 'attachments'>[];
  const left = [...(email?.attachments ?? [])];
  const adopted = attachments.map((part) => {
    const at = left.findIndex((one) => (part.cid ? one.cid === part.cid : one.name === part.name && one.type === part.type));
    const [same] = at < 0 ? [] : left.splice(at, 1);
    return same?.blobId ? { ...part, blobId: same.blobId } : part;
  });
  return { attachments: adopted, conflict };
}

export async function destroyDraft({ call, accountId }: JmapConnection, emailId: string): Promise<void> {
  answerOf(await call([['Email/set', { accountId, destroy: [emailId] }, 'destroy']]), 'destroy');
}

/** The message that this one answers or passes on. */
export interface Original {
  emailId: string;
  keyword: '$answered' | '$forwarded';
}
export interface SendOptions {
  previousId: string | null;
  holdSeconds: number;
  later?: { until: Date; mailboxId: string } | null;
  original?: Original | null;
}
export type SendResult = { ok: true; emailId: string; submissionId: string } | { ok: false; emailId: string | null; why: string };

/**
 * The message and its submission in one request (RFC 8621 §7.5). It is held for `holdSeconds` by the server (RFC 4865 FUTURERELEASE), so
 * that taking it back does not hang on this tab, or until a time; then it lies in `mailboxId` until the server moves it to Sent. When only
 * the submission is refused, the message stays as a draft.
 */
export async function sendDraft(
  connection: JmapConnection,
  context: ComposeContext,
  draft: Draft,
  identity: Identity,
  options: SendOptions,
): Promise<SendResult> {
  const { call, accountId } = connection;
  const answers = await call([
    ['Email/set', { accountId, create: { message: toEmail(draft, identity, context.draftsId) } }, 'make'],
    submissionOf(accountId, context, draft, identity, '#message', options),
  ]);
  const emailId = String(createdBy(answerOf(answers, 'make'), 'message').id);
  return sent(connection, answers, emailId, options);
}

/** As above, for a message that is on the server already. */
export async function submit(
  connection: JmapConnection,
  context: ComposeContext,
  draft: Draft,
  identity: Identity,
  emailId: string,
  options: SendOptions,
): Promise<SendResult> {
  const answers = await connection.call([submissionOf(connection.accountId, context, draft, identity, emailId, options)]);
  return sent(connection, answers, emailId, options);
}

function submissionOf(
  accountId: string,
  context: ComposeContext,
  draft: Draft,
  identity: Identity,
  emailId: string,
  { later, holdSeconds }: SendOptions,
): MethodCall {
  const recipients = [...draft.to, ...draft.cc, ...draft.bcc, ...(identity.bcc ?? [])];
  const rcptTo = [...new Set(recipients.map(({ email }) => email))].map((email) => ({ email, parameters: null }));
  const parameters = later ? { HOLDUNTIL: holdUntil(later.until) } : holdSeconds > 0 ? { HOLDFOR: String(holdSeconds) } : null;
  const envelope = { mailFrom: { email: identity.email, parameters }, rcptTo };
  const onSuccessUpdateEmail = {
    '#submission': {
      [`mailboxIds/${context.draftsId}`]: null,
      [`mailboxIds/${later?.mailboxId ?? context.sentId}`]: true,
      'keywords/$draft': null,
    },
  };
  const create = { submission: { identityId: identity.id, emailId, envelope } };
  return ['EmailSubmission/set', { accountId, create, onSuccessUpdateEmail }, 'submit'];
}

/** What follows a message that was handed over. */
export async function finishSend(
  connection: JmapConnection,
  emailId: string,
  submissionId: string,
  { previousId, original }: SendOptions,
): Promise<SendResult> {
  if (previousId) await destroyDraft(connection, previousId).catch(() => undefined); // at worst a draft is left over
  if (original) await markOriginal(connection, original).catch(() => undefined); // the message has gone all the same
  return { ok: true, emailId, submissionId };
}

async function sent(connection: JmapConnection, answers: MethodCall[], emailId: string, options: SendOptions): Promise<SendResult> {
  try {
    const submissionId = String(createdBy(answerOf(answers, 'submit'), 'submission').id);
    return await finishSend(connection, emailId, submissionId, options);
  } catch (error) {
    if (options.previousId) await destroyDraft(connection, options.previousId).catch(() => undefined); // the message stays as the draft
    return { ok: false, emailId, why: wordsOf(error) };
  }
}

/** RFC 8621 §4.1.1: so that the list shows what has been answered or passed on, here and in every mail program. */
async function markOriginal({ call, accountId }: JmapConnection, { emailId, keyword }: Original): Promise<void> {
  answerOf(
    await call([
      ['Email/set', { accountId: accountOfWireId(emailId) ?? accountId, update: { [emailId]: { [`keywords/${keyword}`]: true } } }, 'mark'],
    ]),
    'mark',
  );
}

/** RFC 4865 §3: in UTC, without fractions of a second. */
export const holdUntil = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');

/** Takes a message back while it is held. False when it has gone already (RFC 8621 §7.5, cannotUnsend). */
export async function cancelSend(
  { call, accountId }: JmapConnection,
  context: ComposeContext,
  sent: { submissionId: string },
): Promise<boolean> {
  const answer = answerOf(
    await call([
      [
        'EmailSubmission/set',
        {
          accountId,
          update: { [sent.submissionId]: { undoStatus: 'canceled' } },
          onSuccessUpdateEmail: {
            [sent.submissionId]: {
              mailboxIds: { [context.draftsId]: true },
              'keywords/$draft': true,
            },
          },
        },
        'cancel',
      ],
    ]),
    'cancel',
  );
  return sent.submissionId in ((answer.updated as Record<string, unknown> | null) ?? {});
}

/** People written to or heard from before whose name or address begins with what was typed. */
export async function suggestRecipients(connection: JmapConnection, text: string): Promise<Suggestion[]> {
  const { call, accountId } = connection;
  const answers = await call([
    ['Correspondent/query', { accountId, filter: { text }, limit: 8 }, 'people'],
    ['ContactCard/query', { accountId, filter: { operator: 'AND', conditions: [{ kind: 'group' }, { name: text }] }, limit: 3 }, 'found'],
    ['ContactCard/get', { accountId, '#ids': { resultOf: 'found', name: 'ContactCard/query', path: '/ids' } }, 'groups'],
  ]);
  const people = answerOf(answers, 'people').list as Suggestion[];
  const groups = answerOf(answers, 'groups').list as Card[];
  return [...(await Promise.all(groups.map((group) => expanded(connection, group)))).filter(({ members }) => members?.length), ...people];
}

/** A group of contacts stands for the preferred address of each. */
async function expanded({ call, accountId }: JmapConnection, group: Card): Promise<Suggestion> {
  const conditions = Object.keys(group.members ?? {}).map((uid) => ({ uid }));
  if (conditions.length === 0) return { name: displayName(group), email: '', members: [] };
  const answers = await call([
    ['ContactCard/query', { accountId, filter: { operator: 'OR', conditions } }, 'query'],
    ['ContactCard/get', { accountId, '#ids': { resultOf: 'query', name: 'ContactCard/query', path: '/ids' } }, 'get'],
  ]);
  const members = (answerOf(answers, 'get').list as Card[]).flatMap((card) => {
    const [first] = Object.values(card.emails ?? {}).sort((a, b) => (a.pref ?? 101) - (b.pref ?? 101));
    return first ? [{ name: displayName(card) || null, email: first.address }] : [];
  });
  return { name: displayName(group), email: '', members };
}
