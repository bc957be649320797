/** Codes on paper, for the day when the phone is lost. Each works once. */
import { randomInt } from 'node:crypto';
import { keyedHash } from '#server/mailauth/secret-box.ts';
import { putRecoveryCodes, takeRecoveryCode } from '#server/store/index.ts';

const letters = 'abcdefghijkmnpqrstuvwxyz23456789'; // no l, o, 0, 1: they are typed from paper
const howMany = 10;
const length = 10;

const lookupOf = (userId: number, code: string): Buffer => keyedHash(`${userId} ${code}`, 'recovery code');

/** Shown once. Those before them work no more. */
export async function makeRecoveryCodes(userId: number): Promise<string[]> {
  const codes = Array.from({ length: howMany }, () => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''));
  await putRecoveryCodes(
    userId,
    codes.map((code) => lookupOf(userId, code)),
  );
  return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
}

export function redeemRecoveryCode(userId: number, typed: string): Promise<boolean> {
  const code = typed.toLowerCase().replaceAll(/[\s-]/g, '');
  return code.length === length ? takeRecoveryCode(userId, lookupOf(userId, code)) : Promise.resolve(false);
}
