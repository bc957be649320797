/** The account's keys in this tab: those of others as they are, one's own secret ones opened with their passphrase, in memory alone. */
import { create } from 'zustand';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { words } from '../i18n/words.ts';
import { askedOnce } from '../jmap/asked-once.ts';
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';
import type { NewKey } from './new-key.ts';
import { useAskedKey } from './asked-key.ts';
import { octets, seal, unseal } from './seal.ts';

interface Keyring {
  /** Null: not loaded yet. */
  keys: readonly CryptoKey[] | null;
  /** Key id → armored or PEM secret. Gone with the tab. */
  unlocked: ReadonlyMap<string, string>;
}
export const useKeyring = create<Keyring>(() => ({ keys: null, unlocked: new Map() }));

export const { get: loadKeyring, anew: reloadKeyring } = askedOnce(async (): Promise<readonly CryptoKey[]> => {
  const keys = (await callAccount([['CryptoKey/get', { ids: null }, 'keys']]))('keys').list as CryptoKey[];
  useKeyring.setState({ keys });
  return keys;
});

/** Keeps a key; a secret one is sealed with the passphrase before it leaves this browser. One that is there already stays as it is. */
export async function keepKey(key: NewKey, kind: CryptoKey['kind'], source: CryptoKey['source'], passphrase: string | null): Promise<void> {
  if (key.emails.length === 0) throw new Error(words('reading')('crypto.noAddress'));
  const { secretKey, ...open } = key;
  const known = (await loadKeyring()).find(({ id }) => id === key.id);
  if (known && (known.secret || !secretKey)) return;
  const secret = secretKey && passphrase ? await seal(secretKey, passphrase) : null;
  if (known) await updateOne('CryptoKey', key.id, { secret, trusted: true });
  else await createOne('CryptoKey', { ...open, kind, source, secret, trusted: secret !== null });
  if (secretKey && secret) remember(key.id, secretKey);
  await reloadKeyring();
}

export async function changeKey(id: string, patch: Partial<Pick<CryptoKey, 'trusted' | 'encryptByDefault'>>): Promise<void> {
  await updateOne('CryptoKey', id, patch);
  await reloadKeyring();
}

export async function removeKey(id: string): Promise<void> {
  await destroyOne('CryptoKey', id);
  await reloadKeyring();
}

function remember(id: string, secret: string): void {
  useKeyring.setState(({ unlocked }) => ({ unlocked: new Map(unlocked).set(id, secret) }));
}

/** False: that is not its passphrase. */
export async function unlockKey(key: CryptoKey, passphrase: string): Promise<boolean> {
  const secret = key.secret && (await unseal(key.secret, passphrase));
  if (!secret) return false;
  remember(key.id, secret);
  return true;
}

/** One of these, with its secret: asks for a passphrase when none is open. Null: the person did not want to. */
export async function secretOf(keys: readonly CryptoKey[]): Promise<{ key: CryptoKey; secret: string } | null> {
  const opened = () => {
    const { unlocked } = useKeyring.getState();
    const key = keys.find(({ id }) => unlocked.has(id));
    return key ? { key, secret: unlocked.get(key.id) ?? '' } : null;
  };
  if (opened() || keys.length === 0) return opened();
  const before = useAskedKey.getState().asked;
  before?.answer(null);
  await new Promise<CryptoKey | null>((answer) => useAskedKey.setState({ asked: { keys, answer } }));
  useAskedKey.setState({ asked: null });
  return opened();
}

export const ownKeys = (keys: readonly CryptoKey[]) => keys.filter(({ secret }) => secret !== null);

/** What to encrypt with for an address: what has been compared first, then what is one's own, then the newest. */
export function keyFor(keys: readonly CryptoKey[], email: string, kind: CryptoKey['kind']): CryptoKey | null {
  const found = keys.filter((key) => key.kind === kind && key.emails.includes(email.toLowerCase()));
  return found.find(({ trusted }) => trusted) ?? found.at(-1) ?? null;
}

/** Asks the directory of the address's domain, and keeps what it says. Null: there is none. */
export async function lookUpKey(email: string): Promise<CryptoKey | null> {
  const { key } = (await callAccount([['CryptoKey/lookup', { email }, 'look']]))('look') as { key: string | null };
  if (!key) return null;
  const { readKeys } = await import('./openpgp.ts');
  for (const found of await readKeys(octets(key), '').catch(() => [])) {
    // A directory speaks for its own addresses alone.
    if (found.emails.includes(email.toLowerCase()))
      await keepKey({ ...found, secretKey: null, emails: [email.toLowerCase()] }, 'openpgp', 'wkd', null);
  }
  return keyFor(await loadKeyring(), email, 'openpgp');
}
