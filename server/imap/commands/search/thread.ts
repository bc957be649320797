import { SyntaxProblem } from '#lib/imap/wire/cursor.ts';
import { parseCharsetAndKeys } from '#lib/imap/requests/search-request.ts';
import { threadText, type ThreadAlgorithm, type ThreadMessage } from '#lib/imap/thread.ts';
import { threadRows } from '#server/store/index.ts';
import { usesNumbers } from '../../messages/answer-search.ts';
import { findMessages } from '../../messages/search.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { bad, no, ok } from '../../session/reply.ts';

const algorithms: readonly ThreadAlgorithm[] = ['ORDEREDSUBJECT', 'REFERENCES', 'REFS'];
const answered = /^\s*(\[[^\]]*\]\s*)*(re|fwd?)\s*(\[[^\]]*\]\s*)?:|\(fwd\)\s*$/i;

/** RFC 5256 §3. */
export const thread: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  slow: true,
  async run(session, cursor, { uid }) {
    cursor.space();
    const word = cursor.word();
    const algorithm = algorithms.find((name) => name === word);
    if (!algorithm || session.disabled.has(`THREAD=${word}`)) throw new SyntaxProblem(`${word} is no way to thread`);
    cursor.space();
    const request = parseCharsetAndKeys(cursor, null);
    if (request.badCharset) return no('Only UTF-8 and US-ASCII are known', 'BADCHARSET (UTF-8 US-ASCII)');
    if (session.uidOnly && usesNumbers(request)) return bad('Message numbers are not allowed with UIDONLY', 'UIDREQUIRED');
    const { view } = session.open;
    const uids = (await findMessages(view, request.key)).map((index) => view.uid(index));
    const rows = await threadRows(view.accountId, view.mailboxId, uids);
    const messages = rows.map(({ uid: id, at, subject, baseSubject, messageId, references }): ThreadMessage => ({
      number: uid ? id : view.indexOf(id) + 1,
      at: at.getTime(),
      baseSubject,
      isReply: answered.test(subject),
      messageId,
      references,
    }));
    const text = threadText(algorithm, messages);
    session.untagged(text ? `THREAD ${text}` : 'THREAD');
    return ok('Threaded');
  },
};
