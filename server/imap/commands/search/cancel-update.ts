import { selectedOnly, type Command } from '../../session/command.ts';
import { bad, ok } from '../../session/reply.ts';

/** RFC 5267 §4.3.5. */
export const cancelUpdate: Command = {
  states: selectedOnly,
  async run(session, cursor) {
    const tags: string[] = [];
    while (cursor.accept(' ')) tags.push(cursor.string());
    cursor.end();
    if (tags.length === 0) return bad('Say which: CANCELUPDATE takes tags in quotes');
    const { contexts } = session.open;
    const unknown = tags.filter((tag) => !contexts.has(tag));
    for (const tag of tags) contexts.cancel(tag);
    return unknown.length > 0 ? bad('A search of that tag is not kept up to date') : ok('No more of it');
  },
};
