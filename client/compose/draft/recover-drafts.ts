/** Puts on the server what a tab could not save before it was closed. */
import { words } from '#client/i18n/words.ts';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import { takeLeftDrafts } from './local-drafts.ts';
import { loadContext, saveDraft } from '../mail-api.ts';

let running: Promise<void> | null = null;

export function recoverDrafts(): Promise<void> {
  running ??= recover()
    .catch(() => undefined) // still offline: it is tried again when the network returns
    .finally(() => (running = null));
  return running;
}

async function recover(): Promise<void> {
  const connection = await jmapConnection();
  await takeLeftDrafts(connection.accountId, async ({ draft, previousId }) => {
    const context = await loadContext(connection);
    const identity = context.identities.find(({ id }) => id === draft.identityId) ?? context.identities[0];
    if (!identity) throw new Error(words('compose')('noIdentity')); // it stays on this device
    await saveDraft(connection, context, draft, identity, previousId);
  });
}
