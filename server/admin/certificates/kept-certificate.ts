/** The certificate that was obtained, and how the last attempt ended: shared by all machines over the database. */
import { X509Certificate } from 'node:crypto';
import { open, seal } from '#server/mailauth/secret-box.ts';
import { getServerState, setServerState } from '#server/store/index.ts';

export interface KeptCertificate {
  names: string[];
  cert: string;
  key: string;
}
export interface AcmeProgress {
  state: 'waiting' | 'obtained' | 'failed';
  names: string[];
  error: string | null;
  lastAttemptAt: string | null;
  nextAttemptAt: string | null;
  failures: number;
}

const purpose = 'acme key';
const key = 'acme certificate';

export async function getKeptCertificate(): Promise<KeptCertificate | null> {
  const kept = await getServerState<{ names: string[]; cert: string; key: string }>(key);
  return kept && { ...kept, key: open(Buffer.from(kept.key, 'base64'), purpose) };
}

export async function keepCertificate({ names, cert, key: secret }: KeptCertificate): Promise<void> {
  await setServerState(key, { names, cert, key: seal(secret, purpose).toString('base64') });
}

/** The account's key is made once; whoever has it may ask for certificates in our name. */
export async function accountKey(make: () => Promise<string>): Promise<string> {
  const kept = await getServerState<string>('acme account');
  if (kept !== null) return open(Buffer.from(kept, 'base64'), purpose);
  const made = await make();
  await setServerState('acme account', seal(made, purpose).toString('base64'));
  return made;
}

export const getProgress = (): Promise<AcmeProgress | null> => getServerState<AcmeProgress>('acme progress');
export const setProgress = (progress: AcmeProgress): Promise<void> => setServerState('acme progress', progress);

/** With a third of its life left a certificate is renewed. */
export function isDue({ cert, names }: KeptCertificate, wanted: string[], now: Date): boolean {
  const { validFromDate, validToDate } = new X509Certificate(cert);
  const life = validToDate.getTime() - validFromDate.getTime();
  return validToDate.getTime() - now.getTime() < life / 3 || wanted.some((name) => !names.includes(name));
}
