/** Calls of JMAP methods from tests, straight to the handler, as one user. */
import { expect } from 'vitest';
import { capabilities } from '#lib/jmap/capabilities.ts';
import type { Arguments, Invocation, JmapResponse } from '#lib/jmap/invocation.ts';
import { accountWireId } from '#lib/ids.ts';
import { renderMessage } from '#lib/message/render.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { handleJmap } from '#server/jmap/handle.ts';
import { deliver, getUserByLogin, listMailboxes, putBlob, type Delivered, type MailboxRole } from '#server/store/index.ts';
import { makeAccount } from '../harness/accounts.ts';

export class TestUser {
  readonly user: AuthenticatedUser;
  readonly id: string;

  private constructor(user: AuthenticatedUser) {
    this.user = user;
    this.id = accountWireId(user.accountId);
  }

  static async make(email: string, options: Parameters<typeof makeAccount>[2] = {}): Promise<TestUser> {
    await makeAccount(email, 'hungry', options);
    const found = await getUserByLogin(email);
    if (!found) throw new Error(`${email} was not made`);
    const { userId, accountId, login, isAdmin, sessionVersion } = found;
    return new TestUser({ userId, accountId, login, isAdmin, sessionVersion });
  }

  get accountId(): number {
    return this.user.accountId;
  }

  request(methodCalls: Invocation[], more: Arguments = {}): Promise<JmapResponse> {
    return handleJmap({ using: [...capabilities], methodCalls, ...more }, this.user);
  }

  /** One call; its answer, which must not be an error. */
  async call(name: string, args: Arguments = {}): Promise<Arguments> {
    const { methodResponses } = await this.request([[name, { accountId: this.id, ...args }, 'c']]);
    const [[answered, result] = ['', {}]] = methodResponses;
    expect([answered, result]).toEqual([name, expect.anything()]);
    return result as Arguments;
  }

  /** One call that must fail; the error. */
  async failure(name: string, args: Arguments = {}): Promise<Arguments> {
    const { methodResponses } = await this.request([[name, { accountId: this.id, ...args }, 'c']]);
    const [[answered, result] = ['', {}]] = methodResponses;
    expect(answered).toBe('error');
    return result as Arguments;
  }

  /** JMAP id and number of a mailbox by its role. */
  async mailbox(role: MailboxRole): Promise<{ id: string; number: number }> {
    const { list } = (await this.call('Mailbox/get')) as { list: { id: string; role: string | null }[] };
    const found = list.find((mailbox) => mailbox.role === role);
    const stored = (await listMailboxes(this.accountId)).find((mailbox) => mailbox.role === role);
    if (!found || !stored) throw new Error(`no mailbox ${role}`);
    return { id: found.id, number: stored.mailboxId };
  }

  /** A message straight into the store, as it would arrive. Lines may end in LF. */
  async receive(text: string, options: { role?: MailboxRole; receivedAt?: Date; flags?: number } = {}): Promise<Delivered> {
    const bytes = Buffer.from(text.replaceAll(/\r?\n/g, '\r\n'), 'utf8');
    const { role = 'inbox', ...rest } = options;
    const mailbox = (await listMailboxes(this.accountId)).find((one) => one.role === role);
    const outcome = await deliver([
      {
        accountId: this.accountId,
        mailboxIds: [mailbox?.mailboxId ?? 0],
        blob: await putBlob(bytes),
        prefix: null,
        rendered: renderMessage(bytes),
        ...rest,
      },
    ]);
    if (!outcome.ok) throw new Error(outcome.reason);
    return outcome.value[0] as Delivered;
  }
}

/** A plain message. */
export function letter(fields: { from?: string; to?: string; subject?: string; id?: string; inReplyTo?: string; body?: string }): string {
  const {
    from = 'Alice <alice@crepes.fr>',
    to = 'bob@hamburger.edu',
    subject = 'Lunch',
    id,
    inReplyTo,
    body = 'Do you like ketchup?',
  } = fields;
  return [
    `From: ${from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0100',
    ...(id ? [`Message-ID: <${id}>`] : []),
    ...(inReplyTo ? [`In-Reply-To: <${inReplyTo}>`] : []),
    '',
    body,
    '',
  ].join('\n');
}
