/**
 * The keys of our domains: a pair of each kind, RSA for everybody and Ed25519 (RFC 8463) for who knows it. The life of a key: new until its
 * record is seen in DNS, then signing, then retired for as long as mail signed with it may be under way.
 */
import { createPrivateKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { domainToASCII } from 'node:url';
import { promisify } from 'node:util';
import { log, reasonOf } from '#server/log/log.ts';
import {
  addDkimKeys,
  deleteDkimKeys,
  listDkimKeys,
  listDomains,
  setDkimState,
  type DkimAlgorithm,
  type DkimKey,
  type NewDkimKey,
} from '#server/store/index.ts';
import { askDns } from './look-up.ts';
import { open, seal } from './secret-box.ts';

const generate = promisify(generateKeyPair);
const purpose = 'dkim';
/** Mail is tried for five days here, and up to that elsewhere; then nobody asks for the record any more. */
const retiredForMs = 30 * 24 * 3_600_000;

/** For a domain that has no keys yet, its first, which sign at once. */
export async function ensureDkimKeys(domain: string): Promise<void> {
  if ((await listDkimKeys(domain)).length > 0) return;
  await addDkimKeys(domain, await makeKeys(new Date(), 'signing'), { onlyFirst: true });
}

/** For every domain, at the start of the server. */
export async function ensureAllDkimKeys(): Promise<void> {
  for (const { name } of await listDomains()) await ensureDkimKeys(name);
}

/** Makes the keys that come next. They sign when `advanceDkimKeys` has seen their records. Null when some are waiting already. */
export async function rotateDkimKeys(domain: string, now = new Date()): Promise<DkimKey[] | null> {
  const before = await listDkimKeys(domain);
  if (before.some(({ state }) => state === 'new')) return null;
  const keys = await makeKeys(now, before.length > 0 ? 'new' : 'signing', new Set(before.map(({ selector }) => selector)));
  const made = await addDkimKeys(domain, keys);
  if (!made.ok) return null;
  return (await listDkimKeys(domain)).filter(({ selector }) => keys.some((key) => key.selector === selector));
}

/** Once an hour: new keys whose records are all there sign, those before them retire, and what retired long ago is deleted. */
export async function advanceDkimKeys(now = new Date()): Promise<void> {
  const byDomain = Map.groupBy(await listDkimKeys(), ({ domain }) => domain);
  for (const [domain, keys] of byDomain) {
    const waiting = keys.filter(({ state }) => state === 'new');
    const seen = await Promise.all(waiting.map(isPublished));
    if (waiting.length > 0 && seen.every(Boolean)) await startSigning(domain, keys);
    const over = keys.filter(({ retiredAt }) => retiredAt && now.getTime() - retiredAt.getTime() > retiredForMs);
    if (over.length > 0) await deleteDkimKeys(domain, selectorsOf(over));
  }
}

async function startSigning(domain: string, keys: DkimKey[]): Promise<void> {
  await setDkimState(domain, selectorsOf(keys.filter(({ state }) => state === 'new')), 'signing');
  await setDkimState(domain, selectorsOf(keys.filter(({ state }) => state === 'signing')), 'retired');
  log.info('dkim: new keys sign', { domain });
}

const selectorsOf = (keys: DkimKey[]) => keys.map(({ selector }) => selector);

/** RFC 6376 §3.6.2.1: where the record is published. */
export const recordName = ({ selector, domain }: Pick<DkimKey, 'selector' | 'domain'>): string => `${selector}._domainkey.${domain}`;

/** RFC 6376 §3.6.1, RFC 8463 §4. */
export const recordValue = ({ algorithm, publicKey }: Pick<DkimKey, 'algorithm' | 'publicKey'>): string =>
  `v=DKIM1; k=${algorithm === 'rsa-sha256' ? 'rsa' : 'ed25519'}; p=${publicKey}`;

export async function isPublished(key: DkimKey): Promise<boolean> {
  const found = await askDns(recordName(key), 'TXT').catch(() => []);
  return found.some((strings) => strings.join('').replaceAll(/\s/g, '').includes(`p=${key.publicKey}`));
}

async function makeKeys(now: Date, state: NewDkimKey['state'], taken = new Set<string>()): Promise<NewDkimKey[]> {
  const day = now.toISOString().slice(0, 10).replaceAll('-', '');
  const selector = (letter: string) => {
    for (let n = 1; ; n++) {
      const name = `${letter}${day}${n > 1 ? `-${n}` : ''}`;
      if (!taken.has(name)) return name;
    }
  };
  const rsa = await generate('rsa', { modulusLength: 2048 });
  const ed = await generate('ed25519');
  const pem = { type: 'pkcs8', format: 'pem' } as const;
  const make = (name: string, algorithm: DkimAlgorithm, publicKey: Buffer, secret: string | Buffer): NewDkimKey => ({
    ...{ selector: name, algorithm, publicKey: publicKey.toString('base64'), secret: seal(secret.toString(), purpose), state },
  });
  // RFC 8463 §4: the record holds the bare 32 octets of an Ed25519 key, which end its SubjectPublicKeyInfo.
  const bare = ed.publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
  return [
    make(selector('r'), 'rsa-sha256', rsa.publicKey.export({ type: 'spki', format: 'der' }), rsa.privateKey.export(pem)),
    make(selector('e'), 'ed25519-sha256', bare, ed.privateKey.export(pem)),
  ];
}

export interface SigningKey {
  domain: string;
  selector: string;
  algorithm: DkimAlgorithm;
  privateKey: string;
  /** The same, parsed. */
  key: KeyObject;
}
const keepMs = 30_000;
let kept: { until: number; keys: Promise<Map<string, SigningKey[]>> } | undefined;

/** The keys that sign for a domain, or for the domain of ours that it lies in (they align, RFC 7489 §3.1.1); none for a stranger's. */
export async function signingKeys(domain: string): Promise<SigningKey[]> {
  if (!kept || kept.until < Date.now()) {
    kept = { until: Date.now() + keepMs, keys: readSigningKeys() };
    kept.keys.catch(() => (kept = undefined));
  }
  const all = await kept.keys;
  const labels = (domainToASCII(domain) || domain).toLowerCase().split('.'); // as ours are kept, whatever letters an author has
  return labels.map((_, index) => all.get(labels.slice(index).join('.'))).find((keys) => keys !== undefined) ?? [];
}

/** For tests, and after a change in this process. */
export const forgetSigningKeys = (): void => {
  kept = undefined;
};

async function readSigningKeys(): Promise<Map<string, SigningKey[]>> {
  const found = new Map<string, SigningKey[]>();
  for (const { domain, selector, algorithm, secret, state } of await listDkimKeys()) {
    if (state !== 'signing') continue;
    try {
      const privateKey = open(secret, purpose);
      const key = createPrivateKey(privateKey);
      found.set(domain, [...(found.get(domain) ?? []), { domain, selector, algorithm, privateKey, key }]);
    } catch (error) {
      // Unsigned mail is better than none; the administrator reads how to mend it.
      const advice = 'DATA_DIR/secret is not the one that made the key: put it back, or make new keys with "posthorn domain dkim --rotate"';
      log.error('dkim: a key cannot be read', { domain, selector, advice, reason: reasonOf(error) });
    }
  }
  return found;
}
