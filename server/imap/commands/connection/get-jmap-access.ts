import { encodeString } from '#lib/imap/wire/encode.ts';
import { config } from '#server/config/config.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 9698: the same mail over JMAP, under the same ids, with the same passwords. */
export const getJmapAccess: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.end();
    session.untagged(`JMAPACCESS ${encodeString(`${origin()}/.well-known/jmap`)}`);
    return ok('That is where');
  },
};

function origin(): string {
  const { publicUrl, hostname, ports } = config();
  if (publicUrl) return publicUrl.replace(/\/$/, '');
  return `https://${hostname}${ports.HTTPS_PORT === 443 ? '' : `:${ports.HTTPS_PORT}`}`;
}
