import { MetadataWatch } from '../../mailboxes/metadata-watch.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 5161. What is not known, or switched off for the account, is passed over in silence. */
export const enable: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const enabled: string[] = [];
    while (cursor.accept(' ')) {
      const word = cursor.word();
      const turnOn = extensions.get(word);
      if (!turnOn || session.disabled.has(word) || enabled.includes(word)) continue;
      await turnOn(session);
      enabled.push(word === 'IMAP4REV2' ? 'IMAP4rev2' : word);
    }
    cursor.end();
    session.untagged(['ENABLED', ...enabled].join(' '));
    return ok('Enabled');
  },
};

const extensions = new Map<string, (session: Session) => void | Promise<void>>([
  ['CONDSTORE', (session) => void (session.condstore = true)],
  ['QRESYNC', (session) => void (session.condstore = session.qresync = true)], // RFC 7162 §3.2.3: QRESYNC implies CONDSTORE
  ['IMAP4REV2', (session) => void (session.rev2 = session.utf8 = true)], // RFC 9051 §5.1: names are UTF-8 from then on
  ['UTF8=ACCEPT', (session) => void (session.utf8Accept = session.utf8 = true)],
  ['UIDONLY', (session) => void (session.uidOnly = true)],
  ['METADATA', watchMetadata],
  ['METADATA-SERVER', watchMetadata],
]);

async function watchMetadata(session: Session): Promise<void> {
  session.metadata ??= await MetadataWatch.begin(session);
}
