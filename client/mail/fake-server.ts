/**
 * A JMAP server for the tests of the model: what the browser sees of one, at the boundary of `fetch`. Its network can be cut, before a
 * request arrives or before its answer does.
 */
import type { MethodCall } from '../jmap/connection.ts';
import { matches } from './search/matches.ts';
import type { Filter } from './search/parse-query.ts';
import { patched, type Patch } from './acts/patch.ts';
import type { ListEmail, Mailbox } from './types.ts';

type Network = 'up' | 'down' | 'answerLost';
type Arguments = Record<string, unknown>;

export class FakeServer {
  network: Network = 'up';
  state = 0;
  emails = new Map<string, ListEmail>();
  /** Each change of an email: when, and which. */
  log: { state: number; id: string; kind: 'created' | 'updated' | 'destroyed' }[] = [];
  /** Changes before this state are no longer told. */
  oldest = 0;
  asked: [string, Arguments][] = [];
  /** Emails that may not be changed. */
  refused = new Set<string>();
  mailboxes = [mailbox('inbox', 'INBOX', 'inbox'), mailbox('archive', 'Archive', 'archive'), mailbox('trash', 'Trash', 'trash')];

  add(id: string, more: Partial<ListEmail> = {}): void {
    const email: ListEmail = {
      ...{ id, threadId: `t-${id}`, mailboxIds: { inbox: true }, keywords: {}, subject: `Subject ${id}`, preview: `Preview ${id}` },
      ...{ from: [{ name: null, email: 'mei@far.example' }], to: null, cc: null, size: 1000, hasAttachment: false },
      receivedAt: new Date(Date.UTC(2026, 0, 1) + this.emails.size * 60_000).toISOString().replace('.000', ''),
      ...more,
    };
    this.emails.set(id, email);
    this.#note(id, 'created');
  }

  destroy(id: string): void {
    this.emails.delete(id);
    this.#note(id, 'destroyed');
  }

  change(id: string, patch: Patch): void {
    const email = this.emails.get(id);
    if (email) this.emails.set(id, patched(email, patch));
    this.#note(id, 'updated');
  }

  fetch = (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    if (this.network === 'down') return Promise.reject(new TypeError('Failed to fetch'));
    if (String(url).endsWith('/.well-known/jmap')) return Promise.resolve(Response.json(session));
    const { methodCalls } = JSON.parse(init?.body as string) as { methodCalls: MethodCall[] };
    const results: MethodCall[] = [];
    for (const [name, args, id] of methodCalls) {
      this.asked.push([name, args]);
      results.push(this.#answer(name, resolved(args, results), id));
    }
    if (this.network === 'answerLost') {
      this.network = 'down';
      return Promise.reject(new TypeError('Failed to fetch'));
    }
    return Promise.resolve(Response.json({ methodResponses: results }));
  };

  #note(id: string, kind: 'created' | 'updated' | 'destroyed'): void {
    this.log.push({ state: ++this.state, id, kind });
  }

  #answer(name: string, args: Arguments, id: string): MethodCall {
    const error = (type: string): MethodCall => ['error', { type }, id];
    if ('ids' in args && args.ids === undefined) return error('invalidResultReference');
    const byDate = () => [...this.emails.values()].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).map((email) => email.id);
    switch (name) {
      case 'Mailbox/get':
        return [name, { list: this.mailboxes, state: String(this.state) }, id];
      case 'Settings/get':
        return [name, { list: [{ id: 'singleton' }] }, id];
      case 'Quota/get':
        return [name, { list: [] }, id];
      case 'Email/query': {
        const filter = (args.filter ?? {}) as Filter;
        const all = byDate().filter((one) => matches(filter, this.emails.get(one) as ListEmail));
        const anchor = typeof args.anchor === 'string' ? all.indexOf(args.anchor) : undefined;
        if (anchor === -1) return error('anchorNotFound');
        const from = anchor === undefined ? Number(args.position ?? 0) : anchor + Number(args.anchorOffset ?? 0);
        return [name, { ids: all.slice(from, from + Number(args.limit ?? 30)), total: all.length, queryState: String(this.state) }, id];
      }
      case 'Email/get': {
        const ids = args.ids as string[];
        const list = ids.flatMap((one) => this.emails.get(one) ?? []).map((email) => ({ ...bodies, ...email }));
        return [name, { list, notFound: ids.filter((one) => !this.emails.has(one)), state: String(this.state) }, id];
      }
      case 'Thread/get':
        return [name, { list: (args.ids as string[]).map((one) => ({ id: one, emailIds: [one.slice(2)] })) }, id];
      case 'Email/changes': {
        const since = Number(args.sinceState);
        if (since < this.oldest) return error('cannotCalculateChanges');
        const of = (kind: string) => [...new Set(this.log.filter((one) => one.state > since && one.kind === kind).map((one) => one.id))];
        const destroyed = of('destroyed');
        const created = of('created').filter((one) => !destroyed.includes(one));
        const updated = of('updated').filter((one) => !destroyed.includes(one) && !created.includes(one));
        return [name, { oldState: String(since), newState: String(this.state), hasMoreChanges: false, created, updated, destroyed }, id];
      }
      case 'Email/set': {
        const notUpdated: Arguments = {};
        for (const [one, patch] of Object.entries(args.update as Record<string, Patch>)) {
          if (this.refused.has(one)) notUpdated[one] = { type: 'forbidden', description: 'It is held.' };
          else if (this.emails.has(one)) this.change(one, patch);
          else notUpdated[one] = { type: 'notFound' };
        }
        return [name, { notUpdated: Object.keys(notUpdated).length > 0 ? notUpdated : null }, id];
      }
      default:
        return error('unknownMethod');
    }
  }
}

const bodies = { blobId: 'b', bodyValues: {}, textBody: [], htmlBody: [], messageId: null };
const session = {
  ...{ apiUrl: '/api/jmap', uploadUrl: '/u/{accountId}', downloadUrl: '/d/{blobId}' },
  ...{ primaryAccounts: { 'urn:ietf:params:jmap:mail': 'A1' }, capabilities: {}, accounts: {} },
};

/** RFC 8620 §3.7, as far as the webmail uses it. */
function resolved(args: Arguments, before: MethodCall[]): Arguments {
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => {
      if (!name.startsWith('#')) return [name, value];
      const { resultOf, path } = value as { resultOf: string; path: string };
      const result = before.find(([, , id]) => id === resultOf)?.[1] ?? {};
      const [first = '', , third] = path.slice(1).split('/');
      const found = result[first] as unknown[];
      return [name.slice(1), third === undefined ? found : found.flatMap((one) => (one as Record<string, unknown>)[third])];
    }),
  );
}

function mailbox(id: string, name: string, role: string): Mailbox {
  return {
    ...{ id, name, role, parentId: null, sortOrder: 0, totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 },
    ...{ isSubscribed: true, color: null },
  } as Mailbox;
}
