import { parseSearch } from '#lib/imap/requests/search-request.ts';
import { answerSearch } from '../../messages/answer-search.ts';
import { selectedOnly, type Command } from '../../session/command.ts';

/** RFC 9051 §6.4.4. It always answers, also with nothing. */
export const search: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  slow: true,
  async run(session, cursor, call) {
    cursor.space();
    return answerSearch(session, parseSearch(cursor), null, call);
  },
};
