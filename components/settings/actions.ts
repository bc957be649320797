'use server';
/** What the settings pages do. Everything here is about the account that is signed in. */
import { getTranslations } from 'next-intl/server';
import { revalidatePath } from 'next/cache';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import type { FormState } from '#components/ui/form/action-form.tsx';
import { endOwnAccess } from '#server/admin/own-access.ts';
import { saveSettings } from '#server/auth/own-account.ts';
import { changePassword, endOwnSession, makeAppPassword, removeAppPassword, signOutEverywhere } from '#server/auth/own-credentials.ts';
import { requireUser } from '#server/auth/require.ts';
import { startSession } from '#server/auth/session.ts';

const text = (data: FormData, name: string) => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};
const said = (before: FormState, ok: boolean, message: string): FormState => ({ ok, message, round: before.round + (ok ? 1 : 0) });
const security = () => getTranslations('settings.security');

/** One setting at a time, as it is chosen. What is not understood keeps its former value. */
export async function saveSetting(name: keyof AccountSettings, value: string | number | boolean | string[]): Promise<AccountSettings> {
  const { user } = await requireUser();
  const settings = await saveSettings(user, { [name]: value });
  revalidatePath('/settings', 'layout');
  return settings;
}

export async function changeOwnPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  const t = await security();
  if (text(data, 'next') !== text(data, 'again')) return said(before, false, t('notSame'));
  const result = await changePassword(user, actor, text(data, 'current'), text(data, 'next'));
  if (!result.ok) return said(before, false, t(result.reason));
  await startSession(result.user);
  return said(before, true, t('passwordChanged'));
}

export async function endOtherSessions(before: FormState): Promise<FormState> {
  const { user, actor } = await requireUser();
  await startSession(await signOutEverywhere(user, actor));
  revalidatePath('/settings/security');
  return said(before, true, (await security())('signedOutElsewhere'));
}

export async function endOneSession(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  await endOwnSession(user, actor, text(data, 'id'));
  revalidatePath('/settings/security');
  return said(before, true, (await security())('sessionEnded'));
}

export async function addAppPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  const t = await security();
  const made = await makeAppPassword(user, actor, text(data, 'label'));
  if (!made.ok) return said(before, false, t(made.reason));
  revalidatePath('/settings/security');
  return { ...said(before, true, t('appPasswordMade')), secret: made.password };
}

export async function revokeAppPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  await removeAppPassword(user, actor, Number(text(data, 'id')));
  revalidatePath('/settings/security');
  return said(before, true, (await security())('revoked'));
}

export async function endAccess(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  await endOwnAccess(user, actor, Number(text(data, 'id')));
  revalidatePath('/settings/security');
  return said(before, true, (await security())('accessEnded'));
}
