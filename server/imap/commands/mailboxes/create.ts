import { mailboxWireId } from '#lib/ids.ts';
import { SyntaxProblem } from '#lib/imap/wire/cursor.ts';
import { findMailboxByRole, type MailboxRole } from '#server/store/index.ts';
import { roleOf } from '../../mailboxes/attributes.ts';
import { makeMailbox } from '../../mailboxes/create.ts';
import { givenMailbox, sayNormalised } from '../../mailboxes/given-name.ts';
import { dropSubscription } from '../../mailboxes/subscriptions.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.3.4, and with `(USE (\Archive))` RFC 6154 §3. */
export const create: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const { given, path } = givenMailbox(cursor);
    const uses: string[] = [];
    if (cursor.accept(' ')) {
      cursor.list(() => {
        if (cursor.word() !== 'USE') throw new SyntaxProblem('CREATE knows USE only');
        cursor.space();
        uses.push(...cursor.list(() => cursor.match(/\\[A-Za-z]+/y, 'a special use')[0]));
      });
    }
    cursor.end();
    let role: MailboxRole | null = null;
    if (uses.length > 0) {
      role = uses.length === 1 ? roleOf(uses[0] ?? '') : null;
      if (!role) return no('That special use is not offered', 'USEATTR');
      if (await findMailboxByRole(session.accountId, role)) return no('Another mailbox has that use already', 'USEATTR');
    }
    if (path === null) return refused('invalidName');
    // RFC 3501 §6.3.3: a trailing separator says that there will be children; every mailbox here may have them.
    const name = path.replace(/\/$/, '');
    const made = await makeMailbox(session, name, role);
    if (!made.ok) return made.reason === 'notAllowed' ? forbidden() : refused(made.reason);
    await dropSubscription(session, name); // the mailbox holds it now
    await sayNormalised(session, given, name);
    return ok('Created', `MAILBOXID (${mailboxWireId(session.accountId, made.value.mailboxId)})`);
  },
};
