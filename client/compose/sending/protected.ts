/** How a signed or encrypted letter is kept and sent: the message is made in the browser, and the server takes it as it is. */
import type { Protection } from '#client/crypto/protect.ts';
import type { LoadPart } from '#client/crypto/compose-entity.ts';
import { downloadBlob, uploadBlob } from '#client/jmap/blobs.ts';
import { createdBy, answerOf, type JmapConnection } from '#client/jmap/connection.ts';
import type { Draft } from '../draft/draft.ts';
import type { Identity } from '../email-types.ts';
import { destroyDraft, submit, type ComposeContext, type SavedDraft, type SendOptions, type SendResult } from '../mail-api.ts';

/** What was attached while encrypting was on has not left this browser. */
export type LocalFiles = ReadonlyMap<string, Blob>;

function loader(connection: JmapConnection, local: LocalFiles): LoadPart {
  return async (blobId, type) => {
    const kept = local.get(blobId);
    return kept ? new Uint8Array(await kept.arrayBuffer()) : downloadBlob(blobId, type, connection);
  };
}

async function keep(connection: JmapConnection, message: string, mailboxId: string): Promise<string> {
  const blobId = await uploadBlob(message, 'message/rfc822', connection);
  const keywords = { $draft: true, $seen: true };
  const emails = { message: { blobId, mailboxIds: { [mailboxId]: true }, keywords } };
  const answers = await connection.call([['Email/import', { accountId: connection.accountId, emails }, 'import']]);
  return String(createdBy(answerOf(answers, 'import'), 'message').id);
}

/** A draft of a letter that is to be encrypted is encrypted for its writer alone. */
export async function saveSealedDraft(
  connection: JmapConnection,
  context: ComposeContext,
  draft: Draft,
  identity: Identity,
  previousId: string | null,
  local: LocalFiles,
): Promise<SavedDraft> {
  const { sealedDraft } = await import('#client/crypto/protect.ts');
  const emailId = await keep(connection, await sealedDraft(draft, identity, loader(connection, local)), context.draftsId);
  if (previousId) await destroyDraft(connection, previousId).catch(() => undefined); // the new one is there: at worst there are two
  return { emailId, attachments: draft.attachments, conflict: false };
}

export async function sendProtected(
  connection: JmapConnection,
  context: ComposeContext,
  draft: Draft & { protection: Protection },
  identity: Identity,
  options: SendOptions,
  local: LocalFiles,
): Promise<SendResult> {
  const { protectedMessage } = await import('#client/crypto/protect.ts');
  const message = await protectedMessage(draft, identity, draft.protection, loader(connection, local));
  const emailId = await keep(connection, message, context.draftsId);
  return submit(connection, context, draft, identity, emailId, options);
}
