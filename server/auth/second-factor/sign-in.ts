/** Signing in by more than a password: the second step after it, or a passkey instead of it. */
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { audit, getUser } from '#server/store/index.ts';
import type { AuthenticatedUser } from '../authenticate.ts';
import { mustWait, noteFailure, noteSuccess } from '../guessing-guard.ts';
import { startSession, whereFrom } from '../session.ts';
import { passkeyToUse, siteOf, userOfPasskey } from './passkeys.ts';
import { redeemRecoveryCode } from './recovery-codes.ts';
import { dropNote, putNote, readNote } from './short-note.ts';
import { checkTotp } from './totp.ts';

export type SecondStep = 'done' | 'wrongCode' | 'throttled' | 'expired';

/** After the right password. True: the session has begun; false: the second step comes first. */
export async function beginSession(user: AuthenticatedUser): Promise<boolean> {
  if ((await getUser(user.userId))?.hasSecondFactor === false) {
    await startSession(user);
    return true;
  }
  await putNote('second', { userId: user.userId, sessionVersion: user.sessionVersion });
  return false;
}

/** Who stands at the second step; null: nobody. */
export async function userAtSecondStep(): Promise<AuthenticatedUser | null> {
  const note = await readNote('second');
  const user = typeof note?.userId === 'number' ? await getUser(note.userId) : null;
  if (!user || user.disabledAt || user.sessionVersion !== note?.sessionVersion) return null;
  const { userId, accountId, login, isAdmin, sessionVersion } = user;
  return { userId, accountId, login, isAdmin, sessionVersion };
}

/** A code of the app, or one from paper. Guessing is counted like passwords. */
export async function takeSecondStep(code: string): Promise<SecondStep> {
  const user = await userAtSecondStep();
  if (!user) return 'expired';
  const { remoteAddress } = await whereFrom();
  if ((await mustWait(remoteAddress, user.login, Date.now())) > 0) return 'throttled';
  const byApp = await checkTotp(user.userId, code);
  if (!byApp && !(await redeemRecoveryCode(user.userId, code))) {
    noteFailure(remoteAddress, user.login, Date.now());
    return 'wrongCode';
  }
  noteSuccess(remoteAddress, user.login);
  if (!byApp) await audit(user.login, 'own.recoveryCode.used', { accountId: user.accountId }, remoteAddress);
  await dropNote('second');
  await startSession(user);
  return 'done';
}

export async function beginPasskeySignIn(): Promise<object> {
  const options = await passkeyToUse(siteOf(await whereFrom()));
  await putNote('challenge', { challenge: options.challenge });
  return options;
}

/** Null: it did not work, whatever the reason. */
export async function finishPasskeySignIn(response: AuthenticationResponseJSON): Promise<AuthenticatedUser | null> {
  const note = await readNote('challenge');
  await dropNote('challenge');
  if (typeof note?.challenge !== 'string') return null;
  const from = await whereFrom();
  if ((await mustWait(from.remoteAddress, 'passkey', Date.now())) > 0) return null;
  const user = await userOfPasskey(siteOf(from), note.challenge, response);
  if (!user) {
    noteFailure(from.remoteAddress, 'passkey', Date.now());
    return null;
  }
  await startSession(user);
  return user;
}
