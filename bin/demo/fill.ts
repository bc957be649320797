/** Puts the demo's mail into mailboxes that are still empty, as a mail program would: over IMAP, with its dates. */
import { ImapFlow } from 'imapflow';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { mailOf } from './mail.ts';
import { people, servers } from './people.ts';

export async function fillMailboxes(offset: number): Promise<void> {
  for (const person of people.filter(({ admin }) => !admin)) {
    const server = servers.find(({ domain }) => person.email.endsWith(`@${domain}`));
    const client = new ImapFlow({
      host: server?.address ?? '127.0.0.1',
      port: 993 + offset,
      secure: true,
      tls: { rejectUnauthorized: false },
      auth: { user: person.email, pass: person.password },
      logger: false,
    });
    await client.connect();
    const inbox = await client.status('INBOX', { messages: true });
    if (inbox && inbox.messages === 0) {
      for (const letter of mailOf(person.email, new Date())) {
        const raw = await new MailComposer(letter.message).compile().build();
        await client.append(letter.mailbox, raw, letter.flags, letter.date);
      }
    }
    await client.logout();
  }
}
