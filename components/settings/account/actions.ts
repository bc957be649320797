'use server';
/** The end of an account, by its owner. */
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { deleteOwnAccount } from '#server/admin/delete-own-account.ts';
import { requireUser } from '#server/auth/require.ts';
import { endSession } from '#server/auth/session.ts';

/** What is wrong; otherwise the account is gone, and so is this page. */
export async function deleteAccount(password: string): Promise<string> {
  const { user, actor } = await requireUser();
  const result = await deleteOwnAccount(user, actor.ip, password);
  if (result !== 'done') return (await getTranslations('settings.ownData'))(`problems.${result}`);
  await endSession();
  redirect('/login');
}
