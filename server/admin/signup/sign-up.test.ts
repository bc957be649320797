import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { leadingZeroBits, proofText } from '#lib/signup/proof-of-work.ts';
import { addAlias, createDomain, findAccountByEmail, getUserByLogin, listAudit } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { commandLine } from '../caller.ts';
import { invitationAdd, signupSet } from '../operations/sign-up.ts';
import { deleteOwnAccount } from '../delete-own-account.ts';
import { perform } from '../perform.ts';
import { checkProof, difficulty, makeChallenge } from './challenge.ts';
import { openDomains, signUp } from './sign-up.ts';

function solve(challenge: string): number {
  for (let nonce = 0; ; nonce++)
    if (leadingZeroBits(createHash('sha256').update(proofText(challenge, nonce)).digest()) >= difficulty) return nonce;
}
const proven = () => {
  const challenge = makeChallenge();
  return { challenge, nonce: solve(challenge) };
};
const form = (name: string, domain = 'open.example') => ({
  ...{ name, domain, display: 'Somebody', password: 'very hungry', invitation: '', agreed: true },
  ...proven(),
});
const why = async (input: object, ip = '192.0.2.5') => {
  const result = await signUp(input, ip);
  return result.ok ? 'done' : result.reason;
};
const set = (name: string, more: object) => perform(signupSet, commandLine, { name, mode: 'open', ...more });

beforeAll(async () => {
  for (const domain of ['open.example', 'friends.example', 'closed.example']) await createDomain(domain);
  await set('open.example', { quota: '1 GB', terms: 'Be kind.' });
  await set('friends.example', { mode: 'invite' });
  await makeAccount('chef@open.example', 'very hungry', { isAdmin: true });
});

test('an account is made where it is open, with the quota of the domain, and the log says so', async () => {
  expect(await openDomains('')).toMatchObject([{ domain: 'open.example', terms: 'Be kind.' }]);
  expect(await why(form('camille'))).toBe('done');
  expect(await findAccountByEmail('camille@open.example')).toMatchObject({ quotaBytes: 1e9, isAdmin: false });
  expect((await listAudit())[0]).toMatchObject({ action: 'account.sign-up', actor: 'camille@open.example', ip: '192.0.2.5' });
});

test('what is refused', async () => {
  expect(await why(form('postmaster'))).toBe('name');
  expect(await why(form('a'))).toBe('name');
  expect(await why(form('camille'))).toBe('taken');
  expect(await why({ ...form('bob'), password: 'short' })).toBe('password');
  expect(await why({ ...form('bob'), agreed: false })).toBe('terms');
  expect(await why(form('bob', 'closed.example'))).toBe('closed');
  expect(await why(form('bob', 'friends.example'))).toBe('closed');
  expect(await why({ ...form('bob'), invitation: 'guess' })).toBe('closed');
  expect(await why({})).toBe('name');
});

test('a proof of work counts once, for ten minutes, and only when it proves something', async () => {
  const used = form('bella');
  expect(await why(used, '192.0.2.6')).toBe('done');
  expect(await why({ ...used, name: 'benno' }, '192.0.2.6')).toBe('proof');
  const { challenge, nonce } = proven();
  expect(checkProof(challenge, nonce)).not.toBeNull();
  expect(checkProof(challenge, nonce, Date.now() + 11 * 60_000)).toBeNull();
  expect(checkProof(challenge.replace(/^./, 'x'), nonce)).toBeNull();
  expect(checkProof(challenge, -1)).toBeNull();
  expect(checkProof('nothing', 1)).toBeNull();
});

test('limits: three a day from one address, and so many for the domain', async () => {
  for (const name of ['dora', 'dirk', 'dina']) expect(await why(form(name), '192.0.2.7')).toBe('done');
  expect(await why(form('dave'), '192.0.2.7')).toBe('tooMany');
  await set('open.example', { perDay: 5 });
  expect(await why(form('dave'), '192.0.2.8')).toBe('tooMany');
  await set('open.example', { perDay: 50 });
});

test('an invitation makes as many accounts as it says, in its domain', async () => {
  const made = await perform(invitationAdd, commandLine, { name: 'friends.example', uses: 1 });
  const invitation = made.ok ? (made.value.path.split('=')[1] ?? '') : '';
  expect(await openDomains(invitation)).toMatchObject([{ domain: 'friends.example' }]);
  expect(await why({ ...form('eva'), invitation })).toBe('closed'); // another domain
  expect(await why({ ...form('eva', 'friends.example'), invitation })).toBe('done');
  expect(await why({ ...form('emil', 'friends.example'), invitation })).toBe('closed');
  expect(await openDomains(invitation)).toEqual([]);
});

test('a catch-all takes no name', async () => {
  await addAlias('*@open.example', ['chef@open.example']);
  await addAlias('real@open.example', ['chef@open.example', 'camille@open.example']);
  expect(await why(form('fritz'), '192.0.2.9')).toBe('done');
  expect(await why(form('real'), '192.0.2.9')).toBe('taken');
});

test('people delete their account with their password', async () => {
  const user = await getUserByLogin('camille@open.example');
  const chef = await getUserByLogin('chef@open.example');
  if (!user || !chef) throw new Error('the accounts are not there');
  expect(await deleteOwnAccount(user, '192.0.2.5', 'not hers')).toBe('wrongPassword');
  expect(await deleteOwnAccount(chef, '192.0.2.5', 'very hungry')).toBe('onlyAdministrator');
  expect(await deleteOwnAccount(user, '192.0.2.5', 'very hungry')).toBe('done');
  expect(await findAccountByEmail('camille@open.example')).toBeNull();
});
