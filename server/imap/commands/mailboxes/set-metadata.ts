import { parseMetadataChanges } from '#lib/imap/requests/metadata-request.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { setAnnotations } from '#server/store/index.ts';
import { mayAnnotate, mostAnnotations, mostOctets } from '../../mailboxes/metadata.ts';
import { findMailbox } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';

/** RFC 5464 §4.3: all entries or none. Of the server only one's own, private ones can be set. */
export const setMetadata: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const octets = cursor.astring();
    cursor.space();
    const changes = parseMetadataChanges(cursor);
    cursor.end();
    const place = octets === '' ? null : await findMailbox(session, readMailboxName(octets, cursor.utf8));
    if (octets !== '' && !place) return refused('noSuchMailbox');
    if (place && !mayAnnotate(place)) return forbidden();
    const shared = changes.some(([entry]) => entry.startsWith('/shared/'));
    if (!place && shared) return no('What the server says to everyone is not yours to change', 'NOPERM');
    if (place && shared && !/[wi]/.test(place.rights)) return forbidden();
    if (changes.some(([, value]) => value && value.length > mostOctets))
      return no('That value is too large', `METADATA MAXSIZE ${mostOctets}`);
    const accountId = place?.accountId ?? session.accountId;
    const mailboxId = place?.mailbox.mailboxId ?? 0;
    const done = await setAnnotations(accountId, mailboxId, session.accountId, changes, mostAnnotations);
    if (done === 'tooMany') return no('There are too many annotations', 'METADATA TOOMANY');
    if (!done.ok) return refused(done.reason);
    for (const [entry] of changes) {
      session.metadata?.caused(accountId, mailboxId, entry);
      session.notify?.causedMetadata(accountId, mailboxId, entry);
    }
    return ok('Noted');
  },
};
