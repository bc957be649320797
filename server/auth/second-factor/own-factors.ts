/** What people do with the ways in which they sign in. Whatever weakens or widens them asks for the password again. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { audit, countRecoveryCodes, getUser, listPasskeys, removePasskey, removeSecondFactor, setTotpSecret } from '#server/store/index.ts';
import { authenticate, type AuthenticatedUser } from '../authenticate.ts';
import { whereFrom } from '../session.ts';
import { keepPasskey, passkeyToMake, siteOf } from './passkeys.ts';
import { makeRecoveryCodes } from './recovery-codes.ts';
import { dropNote, putNote, readNote } from './short-note.ts';
import { newTotpSecret, sealTotp, totpAddress, totpStep } from './totp.ts';

type Actor = { name: string; ip: string };
export type FactorProblem = 'wrongPassword' | 'throttled' | 'expired' | 'wrongCode' | 'notTaken';
export type FactorResult<T = null> = { ok: true; value: T } | { ok: false; reason: FactorProblem };
const refuse = (reason: FactorProblem) => ({ ok: false, reason }) as const;

export interface OwnFactors {
  hasTotp: boolean;
  recoveryCodes: number;
  passkeys: { id: string; label: string; createdAt: Date; usedAt: Date | null }[];
  /** Browsers take no passkeys for an address such as 192.0.2.1. */
  siteTakesPasskeys: boolean;
}

export async function ownFactors(user: AuthenticatedUser): Promise<OwnFactors> {
  const [stored, recoveryCodes, keys, from] = await Promise.all([
    getUser(user.userId),
    countRecoveryCodes(user.userId),
    listPasskeys(user.userId),
    whereFrom(),
  ]);
  const { host } = siteOf(from);
  return {
    hasTotp: stored?.hasSecondFactor ?? false,
    recoveryCodes,
    passkeys: keys.map(({ credentialId, ...key }) => ({ ...key, id: credentialId.toString('base64url') })),
    siteTakesPasskeys: !/^[\d.]+$|^\[/.test(host) && (from.secure || host === 'localhost'),
  };
}

async function knows(user: AuthenticatedUser, { ip }: Actor, password: string): Promise<FactorProblem | null> {
  const result = await authenticate({ login: user.login, password, remoteAddress: ip, scope: 'web' });
  if (result.ok) return null;
  return result.reason === 'throttled' ? 'throttled' : 'wrongPassword';
}

export async function beginPasskey(user: AuthenticatedUser, actor: Actor, password: string): Promise<FactorResult<object>> {
  const wrong = await knows(user, actor, password);
  if (wrong) return refuse(wrong);
  const options = await passkeyToMake(user, siteOf(await whereFrom()));
  await putNote('challenge', { challenge: options.challenge, userId: user.userId });
  return { ok: true, value: options };
}

export async function finishPasskey(
  user: AuthenticatedUser,
  actor: Actor,
  response: RegistrationResponseJSON,
  label: string,
): Promise<FactorResult> {
  const note = await readNote('challenge');
  await dropNote('challenge');
  if (typeof note?.challenge !== 'string' || note.userId !== user.userId) return refuse('expired');
  const name = label.trim().slice(0, 100) || 'Passkey';
  if (!(await keepPasskey(user, siteOf(await whereFrom()), note.challenge, response, name))) return refuse('notTaken');
  await audit(actor.name, 'own.passkey.add', { accountId: user.accountId, label: name }, actor.ip);
  return { ok: true, value: null };
}

export async function forgetPasskey(user: AuthenticatedUser, actor: Actor, id: string): Promise<void> {
  if (await removePasskey(user.userId, Buffer.from(id, 'base64url')))
    await audit(actor.name, 'own.passkey.remove', { accountId: user.accountId }, actor.ip);
}

/** The secret waits in a note until the first code shows that the app has it. */
export async function beginTotp(
  user: AuthenticatedUser,
  actor: Actor,
  password: string,
): Promise<FactorResult<{ secret: string; address: string }>> {
  const wrong = await knows(user, actor, password);
  if (wrong) return refuse(wrong);
  const secret = newTotpSecret();
  await putNote('totp', { secret, userId: user.userId });
  return { ok: true, value: { secret, address: totpAddress(secret, user.login, siteOf(await whereFrom()).host) } };
}

/** Gives the recovery codes. */
export async function finishTotp(user: AuthenticatedUser, actor: Actor, code: string): Promise<FactorResult<string[]>> {
  const note = await readNote('totp');
  if (typeof note?.secret !== 'string' || note.userId !== user.userId) return refuse('expired');
  if (totpStep(note.secret, code, new Date()) === null) return refuse('wrongCode');
  await dropNote('totp');
  await setTotpSecret(user.userId, sealTotp(note.secret));
  await audit(actor.name, 'own.secondFactor.on', { accountId: user.accountId }, actor.ip);
  return { ok: true, value: await makeRecoveryCodes(user.userId) };
}

export async function endTotp(user: AuthenticatedUser, actor: Actor, password: string): Promise<FactorResult> {
  const wrong = await knows(user, actor, password);
  if (wrong) return refuse(wrong);
  await removeSecondFactor(user.userId, { passkeys: false });
  await audit(actor.name, 'own.secondFactor.off', { accountId: user.accountId }, actor.ip);
  return { ok: true, value: null };
}

export async function renewRecoveryCodes(user: AuthenticatedUser, actor: Actor, password: string): Promise<FactorResult<string[]>> {
  const wrong = await knows(user, actor, password);
  if (wrong) return refuse(wrong);
  await audit(actor.name, 'own.recoveryCodes', { accountId: user.accountId }, actor.ip);
  return { ok: true, value: await makeRecoveryCodes(user.userId) };
}
