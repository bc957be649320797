import { parseEntries, parseMetadataOptions, type MetadataOptions } from '#lib/imap/requests/metadata-request.ts';
import { readMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { mayAnnotate, metadataLine, readAnnotations } from '../../mailboxes/metadata.ts';
import { findMailbox } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, ok, refused } from '../../session/reply.ts';

/** RFC 5464 §4.2. An empty name stands for the server. */
export const getMetadata: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    let options: MetadataOptions = { maxSize: null, depth: 0 };
    const readOptions = () => {
      options = parseMetadataOptions(cursor);
      cursor.space();
    };
    if (cursor.is('(')) readOptions();
    const octets = cursor.astring();
    cursor.space();
    // Some programs write the options behind the name: RFC 5464's own example and its grammar differ.
    if (/^\((MAXSIZE|DEPTH) /i.test(cursor.rest)) readOptions();
    const wanted = parseEntries(cursor);
    while (cursor.accept(' ')) wanted.push(...parseEntries(cursor));
    cursor.end();
    const path = octets === '' ? null : readMailboxName(octets, cursor.utf8);
    const place = octets === '' ? null : await findMailbox(session, path);
    if (octets !== '' && !place) return refused('noSuchMailbox');
    if (place && !mayAnnotate(place)) return forbidden();
    const { maxSize } = options;
    const found = (await readAnnotations(session, place)).filter(({ entry }) => wanted.some((name) => isMeant(entry, name, options)));
    const shown = found.filter(({ value }) => maxSize === null || value.length <= maxSize);
    const longest = Math.max(0, ...found.map(({ value }) => value.length));
    if (shown.length > 0) session.untagged(metadataLine(session, place?.path ?? '', shown));
    return ok('That is noted', shown.length < found.length ? `METADATA LONGENTRIES ${longest}` : undefined);
  },
};

/** RFC 5464 §4.2.2. */
function isMeant(entry: string, name: string, { depth }: MetadataOptions): boolean {
  if (entry === name) return true;
  if (depth === 0 || !entry.startsWith(`${name}/`)) return false;
  return depth === 'infinity' || !entry.slice(name.length + 1).includes('/');
}
