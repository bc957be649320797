import { SyntaxProblem } from '#lib/imap/wire/cursor.ts';
import { encodeString } from '#lib/imap/wire/encode.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { bad, no, ok } from '../../session/reply.ts';

/** Smaller batches would make more commands of it than the whole mailbox is worth; every server takes this size (draft, section 3.1). */
const smallest = 500;

/**
 * UIDBATCHES (draft-ietf-mailmaint-imap-uidbatches): ranges of UIDs that hold so many messages each, newest first. Together they cover all
 * UIDs down to 1, without gaps, so that a client that has seen to each of them has seen to the mailbox. `2:3` asks for the second and third.
 */
export const uidBatches: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  run(session, cursor, { tag }) {
    cursor.space();
    const size = cursor.positive();
    let [first, last] = [1, Infinity];
    if (cursor.accept(' ')) {
      first = cursor.positive();
      if (!cursor.accept(':')) throw new SyntaxProblem('batches are asked for by the first and the last, as in 1:10');
      last = cursor.positive();
    }
    cursor.end();
    if (size < smallest) return Promise.resolve(no(`A batch has ${smallest} messages at least`, 'TOOFEW'));
    if (last < first) return Promise.resolve(bad('The first batch comes before the last', 'CLIENTBUG'));
    const { view } = session.open;
    const ranges: string[] = [];
    for (let n = first; n <= last && (n - 1) * size < view.count; n++) {
      const above = view.count - (n - 1) * size; // messages in this batch and in those behind it
      // Behind the last of the batch before: also where a UID in between is gone.
      const from = n === 1 ? view.highestUid : view.uid(above) - 1;
      ranges.push(`${from}:${above > size ? view.uid(above - size) : 1}`);
    }
    session.untagged(`UIDBATCHES (TAG ${encodeString(tag)})${ranges.length > 0 ? ` ${ranges.join(',')}` : ''}`);
    return Promise.resolve(ok('Divided'));
  },
};
