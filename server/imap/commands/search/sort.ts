import { parseCharsetAndKeys, parseSearchReturn } from '#lib/imap/requests/search-request.ts';
import { parseSortCriteria } from '#lib/imap/requests/sort-criteria.ts';
import { answerSearch } from '../../messages/answer-search.ts';
import { selectedOnly, type Command } from '../../session/command.ts';

/** RFC 5256 §3, with RETURN (RFC 5267 §3). */
export const sort: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  slow: true,
  async run(session, cursor, call) {
    cursor.space();
    const returns = parseSearchReturn(cursor);
    if (returns) cursor.space();
    const criteria = parseSortCriteria(cursor);
    cursor.space();
    return answerSearch(session, parseCharsetAndKeys(cursor, returns), criteria, call);
  },
};
