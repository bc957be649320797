/**
 * What the browser keeps for us for a few minutes between two steps, encrypted: a challenge, or that the password was right. Cookies, so
 * that any process can take the second step.
 */
import { decode, encode } from 'next-auth/jwt';
import { config } from '#server/config/config.ts';
import { whereFrom } from '../session.ts';

export type NoteName = 'challenge' | 'second' | 'totp';
const seconds = 5 * 60;
const cookieName = (name: NoteName) => `posthorn.${name}`;

export async function putNote(name: NoteName, content: Record<string, string | number>): Promise<void> {
  const { cookies } = await import('next/headers');
  const { secure } = await whereFrom();
  const token = await encode({ token: { ...content, note: name }, secret: config().secret, salt: cookieName(name), maxAge: seconds });
  (await cookies()).set(cookieName(name), token, { httpOnly: true, sameSite: 'strict', path: '/', secure, maxAge: seconds });
}

/** Null when there is none, it is too old, or it is none of ours. */
export async function readNote(name: NoteName): Promise<Record<string, unknown> | null> {
  const { cookies } = await import('next/headers');
  const token = (await cookies()).get(cookieName(name))?.value;
  const claims = token ? await decode({ token, secret: config().secret, salt: cookieName(name) }).catch(() => null) : null;
  return claims?.note === name ? claims : null;
}

/** It works once. */
export async function dropNote(name: NoteName): Promise<void> {
  const { cookies } = await import('next/headers');
  (await cookies()).delete(cookieName(name));
}
