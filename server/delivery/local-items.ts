/** A message as the store takes it, one item for each account: into INBOX, with its trace lines in front. */
import { renderMessage } from '#lib/message/render.ts';
import { findMailboxByRole, type BlobRef, type DeliverItem } from '#server/store/index.ts';

export interface LocalMessage {
  /** '' is the null sender. */
  mailFrom: string;
  /** Accounts, each once. */
  accounts: number[];
  /** Without the trace lines. */
  message: Uint8Array;
  blob: BlobRef;
  prefix: Buffer;
}

export async function localItems({ mailFrom, accounts, message, blob, prefix }: LocalMessage): Promise<DeliverItem[]> {
  if (accounts.length === 0) return [];
  const rendered = renderMessage(Buffer.concat([prefix, message]), mailFrom);
  const receivedAt = new Date();
  const items: DeliverItem[] = [];
  for (const accountId of new Set(accounts)) {
    const inbox = await findMailboxByRole(accountId, 'inbox');
    if (!inbox) throw new Error(`account ${accountId} has no INBOX`);
    items.push({ accountId, mailboxIds: [inbox.mailboxId], blob, prefix, rendered, receivedAt });
  }
  return items;
}
