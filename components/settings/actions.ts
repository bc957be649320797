'use server';
/** What the settings pages do. Everything here is about the account that is signed in. */
import { revalidatePath } from 'next/cache';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import type { FormState } from '#components/ui/action-form.tsx';
import { saveIdentity, saveSettings } from '#server/auth/own-account.ts';
import { changePassword, makeAppPassword, removeAppPassword, signOutEverywhere } from '#server/auth/own-credentials.ts';
import { requireUser } from '#server/auth/require.ts';
import { startSession } from '#server/auth/session.ts';

const text = (data: FormData, name: string) => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};
const said = (before: FormState, ok: boolean, message: string): FormState => ({ ok, message, round: before.round + (ok ? 1 : 0) });

/** One setting at a time, as it is chosen. What is not understood keeps its former value. */
export async function saveSetting(name: keyof AccountSettings, value: string | number): Promise<AccountSettings> {
  const { user } = await requireUser();
  const settings = await saveSettings(user, { [name]: value });
  revalidatePath('/settings', 'layout');
  return settings;
}

export async function saveSignature(before: FormState, data: FormData): Promise<FormState> {
  const { user } = await requireUser();
  const change = { name: text(data, 'name').slice(0, 200), textSignature: text(data, 'signature').replace(/\r\n/g, '\n').slice(0, 20_000) };
  const saved = await saveIdentity(user, Number(text(data, 'id')), change);
  revalidatePath('/settings', 'layout');
  return said(before, saved, saved ? 'Saved.' : 'This address is no longer yours.');
}

export async function changeOwnPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  if (text(data, 'next') !== text(data, 'again')) return said(before, false, 'The two new passwords are not the same.');
  const result = await changePassword(user, actor, text(data, 'current'), text(data, 'next'));
  if (!result.ok) return said(before, false, result.message);
  await startSession(result.user);
  return said(before, true, 'The password was changed. You are signed out everywhere else.');
}

export async function endOtherSessions(before: FormState): Promise<FormState> {
  const { user, actor } = await requireUser();
  await startSession(await signOutEverywhere(user, actor));
  return said(before, true, 'You are signed out everywhere but here.');
}

export async function addAppPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  const made = await makeAppPassword(user, actor, text(data, 'label'));
  if (!made.ok) return said(before, false, made.message);
  revalidatePath('/settings/security');
  return { ...said(before, true, 'Type this into the program now. It is not shown again.'), secret: made.password };
}

export async function revokeAppPassword(before: FormState, data: FormData): Promise<FormState> {
  const { user, actor } = await requireUser();
  await removeAppPassword(user, actor, Number(text(data, 'id')));
  revalidatePath('/settings/security');
  return said(before, true, 'Revoked.');
}
