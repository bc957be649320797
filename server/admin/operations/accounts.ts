/** Accounts: find, make, change, suspend, remove. */
import { z } from 'zod';
import { hashPassword } from '#server/auth/password.ts';
import { keepScramKeys } from '#server/auth/scram-keys.ts';
import * as store from '#server/store/index.ts';
import type { FoundAccount } from '#server/store/index.ts';
import { commandLine, domainOf, type Caller } from '../caller.ts';
import { operation } from '../operation.ts';
import { checked, done, failure, missing, missingThat, notOurs, refusal, refuse, type AdminResult, type Failure } from '../result.ts';
import {
  anyPassword,
  displayName,
  emailAddress,
  newPassword,
  nothing,
  octets,
  paged,
  pageOf,
  pageSize,
  quota,
  search,
  time,
} from '../words.ts';

export const accountShape = z.object({
  email: z.string(),
  display: z.string(),
  /** Administers the server. */
  isAdmin: z.boolean(),
  administers: z.array(z.string()),
  suspended: z.boolean(),
  quotaBytes: octets.nullable(),
  usedBytes: octets,
  usedMessages: z.int(),
  hasSecondFactor: z.boolean(),
  createdAt: time,
  lastLoginAt: time.nullable(),
});
export type AccountShape = z.output<typeof accountShape>;
export const shapeOf = (account: FoundAccount): AccountShape => ({ ...account, suspended: account.disabledAt !== null });

/** The domain of the address says who may. */
export const ofAddress = ({ email }: { email: string }) => ({ domains: [domainOf(email)] });

export async function withAccount<T>(email: string, act: (account: FoundAccount) => Promise<AdminResult<T>>): Promise<AdminResult<T>> {
  const account = await store.findAccountForAdmin(email);
  return account ? act(account) : missing(email);
}

/** As `withAccount`, for whoever changes something: a domain administrator handles people, not those who stand above him. */
export function withAccountBelow<T>(
  { domains }: Caller,
  email: string,
  act: (account: FoundAccount) => Promise<AdminResult<T>>,
): Promise<AdminResult<T>> {
  return withAccount(email, async (account) => {
    const isAbove = domains !== null && (account.isAdmin || account.administers.some((domain) => !domains.includes(domain)));
    return isAbove ? failure('forbidden', 'above') : act(account);
  });
}

/** Whoever has the machine may set a short one, such as for a demo. */
function weakness(caller: Caller, password: string): Failure | null {
  const strong = caller === commandLine ? null : checked(newPassword, password);
  return strong === null || strong.ok ? null : strong;
}
const lastOne = (email: string) => refuse('onlyAdministrator', { email });

export const accountList = operation({
  name: 'account.list',
  http: 'GET /accounts',
  summary: 'Lists accounts by address.',
  input: z.strictObject({
    search,
    domain: z.string().trim().toLowerCase().optional().describe('Only in this domain.'),
    state: z.enum(['active', 'suspended']).optional(),
    role: z.enum(['server', 'domain']).optional().describe('Only administrators of the server, or of a domain.'),
    after: z.string().optional().describe('The `next` of the page before.'),
    limit: pageSize,
  }),
  output: pageOf(accountShape),
  touches: () => 'own',
  async run({ domains }, { search: text, domain, state, role, after, limit }) {
    const wanted = domain ? (domains === null || domains.includes(domain) ? [domain] : []) : domains;
    const found = await store.searchAccounts({ text, domains: wanted, state, role, after, limit: limit + 1 });
    return { ok: true, value: paged(found.map(shapeOf), limit, ({ email }) => email) };
  },
});

export const accountGet = operation({
  name: 'account.get',
  http: 'GET /accounts/{email}',
  summary: 'Shows one account.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: accountShape.extend({ imapOff: z.array(z.string()).describe('Extensions of IMAP that are not offered to it.') }),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async (account) => {
      const off = (await store.getAccount(account.accountId))?.settings.imapDisabledCapabilities;
      return { ok: true, value: { ...shapeOf(account), imapOff: Array.isArray(off) ? off.map(String) : [] } };
    }),
});

export const accountAdd = operation({
  name: 'account.add',
  http: 'POST /accounts',
  summary: 'Makes an account.',
  args: ['email'],
  input: z.strictObject({
    email: emailAddress,
    password: anyPassword,
    name: displayName.default(''),
    admin: z.boolean().default(false).describe('Administers this server.'),
    quota: quota.default(null),
  }),
  output: accountShape,
  touches: ({ email, admin }) => (admin ? 'server' : ofAddress({ email })),
  async run(caller, { email, password, name, admin, quota: quotaBytes }) {
    const weak = weakness(caller, password);
    if (weak) return weak;
    const domain = domainOf(email);
    if (!(await store.hasDomain(domain))) return notOurs(domain);
    const made = await store.createAccount({
      email,
      passwordHash: await hashPassword(password),
      display: name,
      isAdmin: admin,
      quotaBytes,
    });
    if (!made.ok) return refusal(made.reason, email);
    await keepScramKeys(email, password);
    return withAccount(email, (account) => Promise.resolve({ ok: true, value: shapeOf(account) }));
  },
});

export const accountEdit = operation({
  name: 'account.edit',
  http: 'PATCH /accounts/{email}',
  summary: 'Changes the name, the storage limit or the rights of an account; what is not given stays.',
  args: ['email'],
  input: z.strictObject({
    email: emailAddress,
    name: displayName.optional(),
    quota: quota.optional(),
    admin: z.boolean().optional().describe('Administers this server.'),
  }),
  output: accountShape,
  touches: ({ email, admin }) => (admin === undefined ? ofAddress({ email }) : 'server'),
  run: (caller, { email, name, quota: quotaBytes, admin }) =>
    withAccountBelow(caller, email, async (account) => {
      if (account.email === caller.name && account.isAdmin && admin === false) return refuse('ownRights');
      const saved = await store.updateAccount(account.accountId, { display: name, quotaBytes, isAdmin: admin });
      if (!saved.ok) return saved.reason === 'notAllowed' ? lastOne(email) : refusal(saved.reason, email);
      return withAccount(email, (now) => Promise.resolve({ ok: true, value: shapeOf(now) }));
    }),
});

export async function setSuspended(caller: Caller, email: string, disabled: boolean): Promise<AdminResult> {
  return withAccountBelow(caller, email, async (account) => {
    if (account.email === caller.name) return refuse('suspendYourself');
    const saved = await store.updateAccount(account.accountId, { disabled });
    return saved.ok ? done : saved.reason === 'notAllowed' ? lastOne(email) : refusal(saved.reason, email);
  });
}

export const accountSuspend = operation({
  name: 'account.suspend',
  http: 'POST /accounts/{email}/suspend',
  summary: 'Suspends an account: no sign-in and no mail; what is there stays.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email }) => setSuspended(caller, email, true),
});

export const accountResume = operation({
  name: 'account.resume',
  http: 'POST /accounts/{email}/resume',
  summary: 'Ends the suspension of an account.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email }) => setSuspended(caller, email, false),
});

export const accountRemove = operation({
  name: 'account.remove',
  http: 'DELETE /accounts/{email}',
  summary: 'Deletes an account with all of its mail.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email }) => removeOne(caller, email),
});

export async function removeOne(caller: Caller, email: string): Promise<AdminResult> {
  return withAccountBelow(caller, email, async (account) => {
    if (account.email === caller.name) return refuse('deleteYourself');
    const removed = await store.removeAccount(account.accountId);
    return removed.ok ? done : removed.reason === 'notAllowed' ? lastOne(email) : refusal(removed.reason, email);
  });
}

export const accountPassword = operation({
  name: 'account.password',
  http: 'PUT /accounts/{email}/password',
  summary: 'Sets the password of an account and ends its sessions.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress, password: anyPassword }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, password }) =>
    withAccountBelow(caller, email, async (account) => {
      const refused = weakness(caller, password);
      if (refused) return refused;
      await store.setPassword(account.email, await hashPassword(password));
      await keepScramKeys(account.email, password);
      return done;
    }),
});

export const accountSignOut = operation({
  name: 'account.sign-out',
  http: 'POST /accounts/{email}/sign-out',
  summary: 'Ends every session of an account, in browsers and in mail programs.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email }) =>
    withAccountBelow(caller, email, async (account) => {
      await store.endSessions(account.userId);
      return done;
    }),
});

export const accountResetFactor = operation({
  name: 'account.reset-second-factor',
  http: 'DELETE /accounts/{email}/second-factor',
  summary: 'Takes the second factor, the recovery codes and the passkeys from an account, and ends its sessions: for who lost them all.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email }) =>
    withAccountBelow(caller, email, async (account) => {
      await store.removeSecondFactor(account.userId, { passkeys: true });
      await store.endSessions(account.userId);
      return done;
    }),
});

const sessionShape = z.object({ id: z.string(), createdAt: time, seenAt: time, address: z.string(), agent: z.string() });

export const sessionList = operation({
  name: 'session.list',
  http: 'GET /accounts/{email}/sessions',
  summary: 'Lists the browsers in which an account is signed in.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: z.object({ items: z.array(sessionShape) }),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ userId }) => {
      const found = await store.listWebSessions(userId);
      return { ok: true, value: { items: found.map((session) => ({ ...session, id: session.sessionId })) } };
    }),
});

export const sessionEnd = operation({
  name: 'session.end',
  http: 'DELETE /accounts/{email}/sessions/{id}',
  summary: 'Signs an account out of one browser.',
  args: ['email', 'id'],
  input: z.strictObject({ email: emailAddress, id: z.string().describe('Its number in the list.') }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, id }) =>
    withAccountBelow(caller, email, async (account) => {
      return (await store.endWebSession(account.userId, id)) ? done : missingThat('session');
    }),
});
