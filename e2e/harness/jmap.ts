/** JMAP calls of a journey that has to put things into a mailbox which no person would. */
import type { Person } from './people.ts';

type Call = [name: string, args: Record<string, unknown>, id: string];

export class Jmap {
  private readonly url: string;
  private readonly headers: Record<string, string>;
  readonly accountId: string;

  private constructor(url: string, headers: Record<string, string>, accountId: string) {
    this.url = url;
    this.headers = headers;
    this.accountId = accountId;
  }

  static async of({ email, password, url }: Person): Promise<Jmap> {
    const headers = { authorization: `Basic ${Buffer.from(`${email}:${password}`).toString('base64')}` };
    const session = (await (await fetch(`${url}/.well-known/jmap`, { headers })).json()) as { primaryAccounts: Record<string, string> };
    return new Jmap(url, headers, session.primaryAccounts['urn:ietf:params:jmap:mail'] ?? '');
  }

  /** The answer to one call; throws when it is an error. */
  async call(name: string, args: Record<string, unknown>): Promise<Record<string, unknown>> {
    const standard = ['core', 'mail', 'submission', 'contacts'].map((name) => `urn:ietf:params:jmap:${name}`);
    const using = [...standard, 'urn:posthorn:settings', 'urn:posthorn:keys'];
    const methodCalls: Call[] = [[name, { accountId: this.accountId, ...args }, 'c']];
    const response = await fetch(`${this.url}/api/jmap`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ using, methodCalls }),
    });
    const { methodResponses } = (await response.json()) as { methodResponses: Call[] };
    const [answered, result] = methodResponses[0] ?? ['error', {}];
    if (answered !== name) throw new Error(`${name}: ${JSON.stringify(result)}`);
    return result;
  }

  async upload(bytes: Uint8Array, type = 'message/rfc822'): Promise<string> {
    const response = await fetch(`${this.url}/api/jmap/upload/${this.accountId}`, {
      method: 'POST',
      headers: { ...this.headers, 'content-type': type },
      body: new Uint8Array(bytes),
    });
    return ((await response.json()) as { blobId: string }).blobId;
  }

  async mailbox(name: string): Promise<string> {
    const { created, notCreated } = await this.call('Mailbox/set', { create: { new: { name } } });
    const made = (created as Record<string, { id: string }> | null)?.new;
    if (!made) throw new Error(JSON.stringify(notCreated));
    return made.id;
  }

  /** Puts messages into a mailbox, unread, a second apart; their ids of Email and of thread. */
  async import(mailboxId: string, messages: Uint8Array[]): Promise<{ id: string; threadId: string }[]> {
    const blobs: string[] = [];
    for (let at = 0; at < messages.length; at += 6)
      blobs.push(...(await Promise.all(messages.slice(at, at + 6).map((bytes) => this.upload(bytes)))));
    const begun = Date.now() - messages.length * 1000;
    const emails = Object.fromEntries(
      blobs.map((blobId, index) => [
        `m${index}`,
        { blobId, mailboxIds: { [mailboxId]: true }, receivedAt: new Date(begun + index * 1000).toISOString().replace(/\.\d+/, '') },
      ]),
    );
    const { created, notCreated } = await this.call('Email/import', { emails });
    const made = (created ?? {}) as Record<string, { id: string; threadId: string }>;
    return messages.map((_, index) => {
      const one = made[`m${index}`];
      if (!one) throw new Error(JSON.stringify((notCreated as Record<string, unknown> | null)?.[`m${index}`]));
      return one;
    });
  }

  /** The name under which the server writes Authentication-Results. */
  async hostname(): Promise<string> {
    const session = (await (await fetch(`${this.url}/.well-known/jmap`, { headers: this.headers })).json()) as {
      accounts: Record<string, { accountCapabilities: Record<string, { hostname?: string }> }>;
    };
    return session.accounts[this.accountId]?.accountCapabilities['urn:posthorn:delivery']?.hostname ?? '';
  }

  /** Sends a message, which stays in Sent. */
  async send(from: string, to: string, message: Uint8Array): Promise<void> {
    const { list: mailboxes } = await this.call('Mailbox/get', { ids: null, properties: ['id', 'role'] });
    const sent = (mailboxes as { id: string; role: string | null }[]).find(({ role }) => role === 'sent');
    const { list: identities } = await this.call('Identity/get', { ids: null });
    const [made] = await this.import(sent?.id ?? '', [message]);
    const envelope = { mailFrom: { email: from, parameters: null }, rcptTo: [{ email: to, parameters: null }] };
    const identityId = (identities as { id: string }[])[0]?.id;
    const { notCreated } = await this.call('EmailSubmission/set', { create: { s: { identityId, emailId: made?.id, envelope } } });
    if (notCreated && Object.keys(notCreated).length > 0) throw new Error(JSON.stringify(notCreated));
  }

  /** A message as the server has it. */
  async source(emailId: string): Promise<string> {
    const { list } = await this.call('Email/get', { ids: [emailId], properties: ['blobId'] });
    const blobId = (list as { blobId: string }[])[0]?.blobId;
    return (await fetch(`${this.url}/api/jmap/download/${this.accountId}/${blobId}/m.eml`, { headers: this.headers })).text();
  }

  async removeMailbox(id: string): Promise<void> {
    await this.call('Mailbox/set', { destroy: [id], onDestroyRemoveEmails: true });
  }
}
