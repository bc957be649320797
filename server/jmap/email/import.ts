/** Email/import (RFC 8621 §4.8): an uploaded message, or one that is here already, becomes an Email of its own. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { renderMessage } from '#lib/message/render.ts';
import { readNamedBlob } from '../blob.ts';
import { invalidProperties } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { id, object, state, utcDate } from '../shapes.ts';
import { SetRun } from '../standard/set.ts';
import { readKeywords, readMailboxIds } from './email-change.ts';
import { storeMessage } from './store-message.ts';

export const emailImport = method({
  name: 'Email/import',
  capability: capability.mail,
  args: { ifInState: state.nullish(), emails: z.record(id, object) },
  async run(context, { ifInState, emails }) {
    const run = await SetRun.begin(context, { ifInState, create: emails });
    for (const [creationId, given] of Object.entries(emails))
      await run.attempt(run.notCreated, creationId, async () => {
        const { modseq, emailId, ...created } = await importOne(context, given);
        await run.broughtIn(modseq, emailId);
        run.noteCreated(creationId, created);
      });
    const { oldState, newState, created, notCreated } = run.response();
    return { oldState, newState, created, notCreated };
  },
});

async function importOne(context: MethodContext, { blobId, mailboxIds, keywords, receivedAt, ...rest }: Record<string, unknown>) {
  const unknown = Object.keys(rest);
  if (unknown.length > 0) throw invalidProperties(unknown);
  const given = utcDate.nullish().safeParse(receivedAt);
  if (!given.success) throw invalidProperties(['receivedAt']);
  const mailboxes = readMailboxIds(context, mailboxIds);
  const words = keywords == null ? [] : readKeywords(keywords);
  const blob = typeof blobId === 'string' ? await readNamedBlob(context, blobId) : null;
  if (!blob) throw invalidProperties(['blobId'], 'There is no such blob.');
  const rendered = renderMessage(blob.bytes);
  return storeMessage(context.accountId, blob.bytes, rendered, {
    mailboxIds: mailboxes,
    keywords: words,
    receivedAt: given.data ? new Date(given.data) : (lastReceived(blob.bytes.subarray(0, rendered.headerSize)) ?? new Date()),
  });
}

/** The date of the most recent Received header, which is the first. */
function lastReceived(header: Buffer): Date | undefined {
  const unfolded = header.toString('latin1').replaceAll(/\r?\n[ \t]+/g, ' ');
  const value = /^Received:.*;([^;\n]*)$/im.exec(unfolded)?.[1];
  const time = Date.parse(value?.replaceAll(/\([^)]*\)/g, '') ?? '');
  return Number.isNaN(time) || time > Date.now() ? undefined : new Date(time);
}
