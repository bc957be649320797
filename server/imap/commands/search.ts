import { parseSearch } from '#lib/imap/search-key.ts';
import { searchReply } from '../messages/search-reply.ts';
import { mentionsModseq } from '../messages/search-in-view.ts';
import { findMessages } from '../messages/search.ts';
import { selectedOnly, type Command } from '../session/command.ts';
import { no, ok } from '../session/reply.ts';

/** RFC 9051 §6.4.4. It always answers, also with nothing. */
export const search: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  async run(session, cursor, call) {
    cursor.space();
    const request = parseSearch(cursor);
    if (request.badCharset) return no('Only UTF-8 and US-ASCII are known', 'BADCHARSET (UTF-8 US-ASCII)');
    const withModseq = mentionsModseq(request.key);
    session.condstore ||= withModseq; // RFC 7162 §3.1
    const found = await findMessages(session, request.key);
    session.untagged(searchReply(session.open.view, found, request.returns, call, withModseq));
    return ok('Searched');
  },
};
