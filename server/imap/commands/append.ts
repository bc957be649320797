import { parseDateTime } from '#lib/imap/date-time.ts';
import { parseFlags } from '#lib/imap/flag-list.ts';
import { splitKeywords } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import { deliver, putBlob } from '#server/store/index.ts';
import { findMailbox, mailboxArgument } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { no, ok, refused } from '../session/reply.ts';

/** RFC 9051 §6.3.12: the octets are kept as they came. */
export const append: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.space();
    const flags = cursor.is('(') ? splitKeywords(parseFlags(cursor)) : { flags: 0, keywords: null };
    cursor.accept(' ');
    const receivedAt = cursor.is('"') ? parseDateTime(cursor) : undefined;
    if (receivedAt) cursor.space();
    const literal = cursor.literal();
    cursor.end();
    if (literal.length === 0) return no('An empty message is not stored');
    const mailbox = await findMailbox(session.accountId, path);
    if (!mailbox) return no('There is no such mailbox', 'TRYCREATE');
    const bytes = Buffer.from(literal.buffer, literal.byteOffset, literal.byteLength);
    const rendered = renderMessage(bytes);
    const { accountId } = session;
    const item = { accountId, mailboxIds: [mailbox.mailboxId], blob: await putBlob(bytes), prefix: null, rendered, enforceQuota: true };
    const done = await deliver([{ ...item, ...flags, ...(receivedAt && { receivedAt }) }]);
    if (!done.ok) return done.reason === 'noSuchMailbox' ? no('There is no such mailbox', 'TRYCREATE') : refused(done.reason);
    if (session.selected?.mailboxId === mailbox.mailboxId) session.selected.stale = true;
    const placed = done.value[0]?.placements[0];
    return ok('Stored', `APPENDUID ${placed?.uidvalidity} ${placed?.uid}`); // RFC 4315 §3
  },
};
