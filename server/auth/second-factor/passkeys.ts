/** Passkeys (WebAuthn level 3): making one, and signing in with one. The site is the host that the browser shows. */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import { addPasskey, findPasskey, getUser, listPasskeys, notePasskeyUse, type Passkey } from '#server/store/index.ts';
import type { AuthenticatedUser } from '../authenticate.ts';

export interface Site {
  /** `mail.hamburger.edu`, without a port. */
  host: string;
  origin: string;
}

export function siteOf({ host, secure }: { host: string; secure: boolean }): Site {
  return { host: host.replace(/:\d+$/, ''), origin: `${secure ? 'https' : 'http'}://${host}` };
}

const transportsOf = ({ transports }: Passkey) => transports as AuthenticatorTransport[];
const idOf = ({ credentialId }: Passkey) => credentialId.toString('base64url');

export async function passkeyToMake(user: AuthenticatedUser, site: Site): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const known = await listPasskeys(user.userId);
  return generateRegistrationOptions({
    ...{ rpName: 'Posthorn', rpID: site.host, userName: user.login, userID: new TextEncoder().encode(String(user.userId)) },
    attestationType: 'none',
    excludeCredentials: known.map((key) => ({ id: idOf(key), transports: transportsOf(key) })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** False for an answer that does not fit the challenge or the site. */
export async function keepPasskey(
  user: AuthenticatedUser,
  site: Site,
  challenge: string,
  response: RegistrationResponseJSON,
  label: string,
): Promise<boolean> {
  const found = await verifyRegistrationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host, requireUserVerification: true },
  }).catch(() => null);
  if (!found?.verified) return false;
  const { id, publicKey, counter, transports = [] } = found.registrationInfo.credential;
  await addPasskey(user.userId, { credentialId: Buffer.from(id, 'base64url'), label, publicKey, counter, transports });
  return true;
}

/** Without a name: the authenticator says which of its keys it has for this site. */
export const passkeyToUse = (site: Site): Promise<PublicKeyCredentialRequestOptionsJSON> =>
  generateAuthenticationOptions({ rpID: site.host, userVerification: 'required' });

/** Whoever has the key and unlocked it has shown two factors. Null for every failure. */
export async function userOfPasskey(
  site: Site,
  challenge: string,
  response: AuthenticationResponseJSON,
): Promise<AuthenticatedUser | null> {
  const key = await findPasskey(Buffer.from(response.id, 'base64url'));
  if (!key) return null;
  const found = await verifyAuthenticationResponse({
    ...{ response, expectedChallenge: challenge, expectedOrigin: site.origin, expectedRPID: site.host, requireUserVerification: true },
    credential: { id: idOf(key), publicKey: new Uint8Array(key.publicKey), counter: key.counter, transports: transportsOf(key) },
  }).catch(() => null);
  if (!found?.verified) return null;
  await notePasskeyUse(key.credentialId, found.authenticationInfo.newCounter);
  const user = await getUser(key.userId);
  if (!user || user.disabledAt) return null;
  const { userId, accountId, login, isAdmin, sessionVersion } = user;
  return { userId, accountId, login, isAdmin, sessionVersion };
}
