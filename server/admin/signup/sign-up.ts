/** A stranger makes an account: where it is open, or where somebody invited him. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { isOpenName, isReservedName } from '#lib/signup/reserved-names.ts';
import { authenticate, type AuthenticatedUser } from '#server/auth/authenticate.ts';
import { hashPassword } from '#server/auth/password.ts';
import { keepScramKeys } from '#server/auth/scram-keys.ts';
import { config } from '#server/config/config.ts';
import { createAccount, findInvitation, getSignupPolicy, listSignupPolicies, resolveAddress, takeSignup } from '#server/store/index.ts';
import { record } from '../result.ts';
import { displayName, newPassword } from '../words.ts';
import { checkProof } from './challenge.ts';

export type SignUpProblem = 'closed' | 'name' | 'taken' | 'password' | 'proof' | 'terms' | 'tooMany';
export type SignUpResult = { ok: true; user: AuthenticatedUser } | { ok: false; reason: SignUpProblem };
const refuse = (reason: SignUpProblem) => ({ ok: false, reason }) as const;

const form = z.object({
  name: z.string().trim().toLowerCase(),
  domain: z.string(),
  display: displayName,
  password: z.string(),
  invitation: z.string(),
  agreed: z.boolean(),
  challenge: z.string(),
  nonce: z.number(),
});

export const invitationLookup = (token: string): Buffer => createHash('sha256').update(token).digest();

export interface OpenDomain {
  domain: string;
  terms: string;
}

/** Where this visitor may make an account; none: the page is closed to him. */
export async function openDomains(invitation: string): Promise<OpenDomain[]> {
  const otherwise = config().signup;
  if (invitation === '') return (await listSignupPolicies(otherwise)).filter(({ mode }) => mode === 'open');
  const found = await findInvitation(invitationLookup(invitation));
  const policy = found && (await getSignupPolicy(found.domain, otherwise));
  return policy && policy.mode !== 'closed' ? [policy] : [];
}

export async function signUp(input: unknown, ip: string): Promise<SignUpResult> {
  const given = form.safeParse(input);
  if (!given.success) return refuse('name');
  const { name, domain, display, password, invitation, agreed, challenge, nonce } = given.data;
  const policy = await getSignupPolicy(domain, config().signup);
  const invited = invitation === '' ? null : await findInvitation(invitationLookup(invitation));
  if (!policy || policy.mode === 'closed' || (invitation !== '' || policy.mode === 'invite' ? invited?.domain !== domain : false))
    return refuse('closed');
  if (!isOpenName(name) || isReservedName(name)) return refuse('name');
  if (!newPassword.safeParse(password).success) return refuse('password');
  if (policy.terms !== '' && !agreed) return refuse('terms');
  const email = `${name}@${domain}`;
  if ((await resolveAddress(email)).kind !== 'unknown' && !(await isCaughtByAll(email, domain))) return refuse('taken');
  const proof = checkProof(challenge, nonce);
  if (!proof) return refuse('proof');
  const taken = await takeSignup({
    ...{ domain, email, remoteAddress: ip, proof, perDay: policy.perDay, invitationId: invited?.invitationId ?? null },
  });
  if (taken !== 'ok') return refuse(taken === 'tooMany' ? 'tooMany' : 'proof');
  const made = await createAccount({ email, display, passwordHash: await hashPassword(password), quotaBytes: policy.quotaBytes });
  if (!made.ok) return refuse(made.reason === 'alreadyExists' ? 'taken' : 'name');
  await keepScramKeys(email, password);
  await record({ name: email, ip }, 'account.sign-up', { email, domains: [domain], ...(invited && { invitation: invited.invitationId }) });
  const user = await authenticate({ login: email, password, remoteAddress: ip, scope: 'web' });
  return user.ok ? user : refuse('closed');
}

/** A catch-all answers for every name, which does not take them. */
async function isCaughtByAll(email: string, domain: string): Promise<boolean> {
  const [own, all] = await Promise.all([resolveAddress(email), resolveAddress(`no-such-name-of-anybody@${domain}`)]);
  return own.kind === 'alias' && all.kind === 'alias' && own.targets.join() === all.targets.join();
}
