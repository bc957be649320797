/** Messages kept as patterns, in a mailbox of their own. To use one is to write it as new. */
import { destroyOne } from '#client/jmap/call-account.ts';
import { words } from '#client/i18n/words.ts';
import { answerOf, createdBy, type JmapConnection } from '#client/jmap/connection.ts';
import { toEmail, type Draft } from '../draft/draft.ts';
import type { Identity } from '../email-types.ts';
import { ensureMailbox } from '../ensure-mailbox.ts';

export interface Template {
  emailId: string;
  subject: string;
  preview: string;
}

export async function listTemplates(connection: JmapConnection): Promise<Template[]> {
  const { call, accountId } = connection;
  const inMailbox = await ensureMailbox(connection, 'templates', words('compose')('templates'));
  const answers = await call([
    ['Email/query', { accountId, filter: { inMailbox }, sort: [{ property: 'subject' }] }, 'query'],
    [
      'Email/get',
      { accountId, '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' }, properties: ['id', 'subject', 'preview'] },
      'get',
    ],
  ]);
  const list = answerOf(answers, 'get').list as { id: string; subject: string | null; preview: string }[];
  return list.map(({ id, subject, preview }) => ({ emailId: id, subject: subject ?? '', preview }));
}

export async function saveTemplate(connection: JmapConnection, draft: Draft, identity: Identity): Promise<void> {
  const mailboxId = await ensureMailbox(connection, 'templates', words('compose')('templates'));
  const create = { template: { ...toEmail(draft, identity, mailboxId), inReplyTo: null, references: null } };
  const made = answerOf(await connection.call([['Email/set', { accountId: connection.accountId, create }, 'make']]), 'make');
  createdBy(made, 'template');
}

export const deleteTemplate = (emailId: string): Promise<void> => destroyOne('Email', emailId);
