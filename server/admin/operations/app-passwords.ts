/** The app passwords of an account, as its administrator handles them. */
import { z } from 'zod';
import { makeAppPassword } from '#server/auth/own-credentials.ts';
import { getUser, listAppPasswords, revokeAppPassword } from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { done, failure, missing, missingThat } from '../result.ts';
import { emailAddress, label, listOf, nothing, time } from '../words.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';

export const appPasswordList = operation({
  name: 'app-password.list',
  http: 'GET /accounts/{email}/app-passwords',
  summary: 'Lists the app passwords of an account. The passwords themselves are not known.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: listOf(
    z.object({
      id: z.int(),
      label: z.string(),
      scopes: z.array(z.string()),
      createdAt: time,
      expiresAt: time.nullable(),
      usedAt: time.nullable(),
    }),
  ),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ userId }) => {
      const found = await listAppPasswords(userId);
      return { ok: true, value: { items: found.map((one) => ({ ...one, id: one.appId })) } };
    }),
});

export const appPasswordAdd = operation({
  name: 'app-password.add',
  http: 'POST /accounts/{email}/app-passwords',
  summary: 'Makes an app password, for a printer or another program. It is shown once.',
  args: ['email', 'label'],
  input: z.strictObject({ email: emailAddress, label: label.describe('Which program it is for.') }),
  output: z.object({ password: z.string() }),
  touches: ofAddress,
  run: (caller, { email, label: name }) =>
    withAccountBelow(caller, email, async (account) => {
      const user = await getUser(account.userId);
      if (!user) return missing(email);
      const made = await makeAppPassword(user, { name: caller.name, ip: caller.ip ?? '' }, name);
      return made.ok ? { ok: true, value: { password: made.password } } : failure('invalid', 'programName', { most: 100 });
    }),
});

export const appPasswordRevoke = operation({
  name: 'app-password.revoke',
  http: 'DELETE /accounts/{email}/app-passwords/{id}',
  summary: 'Revokes an app password: the program can no longer sign in.',
  args: ['email', 'id'],
  input: z.strictObject({ email: emailAddress, id: z.int().describe('Its number in the list.') }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, id }) =>
    withAccountBelow(caller, email, async (account) => {
      const revoked = await revokeAppPassword(account.userId, id);
      return revoked.ok ? done : missingThat('appPassword');
    }),
});
