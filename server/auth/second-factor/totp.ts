/** One-time passwords by time (RFC 6238): six digits every half minute, from an app on the phone. */
import { Secret, TOTP } from 'otpauth';
import { open, seal } from '#server/mailauth/secret-box.ts';
import { getTotpSecret, takeTotpStep } from '#server/store/index.ts';

const purpose = 'totp';
const period = 30;
/** Clocks differ: the step before and the one after are taken as well. */
const window = 1;

export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

const totp = (secret: string, login: string, issuer: string) =>
  new TOTP({ secret: Secret.fromBase32(secret), label: login, issuer, period });

/** What the QR code says. */
export const totpAddress = (secret: string, login: string, issuer: string): string => totp(secret, login, issuer).toString();

export const sealTotp = (secret: string): string => seal(secret, purpose).toString('base64');

/** The step that the code is of; null when it fits none that is near. */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const digits = code.replaceAll(/\s/g, '');
  if (!/^\d{6}$/.test(digits)) return null;
  const delta = totp(secret, '', '').validate({ token: digits, timestamp: now.getTime(), window });
  return delta === null ? null : Math.floor(now.getTime() / 1000 / period) + delta;
}

/** Each code works once. */
export async function checkTotp(userId: number, code: string, now = new Date()): Promise<boolean> {
  const sealed = await getTotpSecret(userId);
  if (sealed === null) return false;
  const step = totpStep(open(Buffer.from(sealed, 'base64'), purpose), code, now);
  return step !== null && takeTotpStep(userId, step);
}
