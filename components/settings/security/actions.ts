'use server';
/** What the ways of signing in are changed by. */
import type { RegistrationResponseJSON } from '@simplewebauthn/server';
import { getTranslations } from 'next-intl/server';
import { revalidatePath } from 'next/cache';
import { toString as qrCode } from 'qrcode';
import type { FormState } from '#components/ui/form/action-form.tsx';
import * as factors from '#server/auth/second-factor/own-factors.ts';
import { requireUser } from '#server/auth/require.ts';

export type Answer<T> = { ok: true; value: T } | { ok: false; message: string };

async function answer<T>(result: factors.FactorResult<T>): Promise<Answer<T>> {
  if (!result.ok) return { ok: false, message: (await getTranslations('settings.factors'))(`problems.${result.reason}`) };
  revalidatePath('/settings/security');
  return result;
}

export async function startPasskey(password: string): Promise<Answer<object>> {
  const { user, actor } = await requireUser();
  return answer(await factors.beginPasskey(user, actor, password));
}

export async function keepPasskey(response: RegistrationResponseJSON, label: string): Promise<Answer<null>> {
  const { user, actor } = await requireUser();
  return answer(await factors.finishPasskey(user, actor, response, label));
}

export async function removePasskey(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  const id = data.get('id');
  await factors.forgetPasskey(user, actor, typeof id === 'string' ? id : '');
  revalidatePath('/settings/security');
  return { ok: true, message: (await getTranslations('settings.factors'))('passkeyRemoved'), round: before.round + 1 };
}

export interface TotpOffer {
  secret: string;
  /** As SVG. */
  picture: string;
}

export async function startTotp(password: string): Promise<Answer<TotpOffer>> {
  const { user, actor } = await requireUser();
  const begun = await factors.beginTotp(user, actor, password);
  if (!begun.ok) return answer(begun);
  const picture = await qrCode(begun.value.address, { type: 'svg', margin: 1 });
  return { ok: true, value: { secret: begun.value.secret, picture } };
}

export async function confirmTotp(code: string): Promise<Answer<string[]>> {
  const { user, actor } = await requireUser();
  return answer(await factors.finishTotp(user, actor, code));
}

export async function stopTotp(password: string): Promise<Answer<null>> {
  const { user, actor } = await requireUser();
  return answer(await factors.endTotp(user, actor, password));
}

export async function newRecoveryCodes(password: string): Promise<Answer<string[]>> {
  const { user, actor } = await requireUser();
  return answer(await factors.renewRecoveryCodes(user, actor, password));
}
