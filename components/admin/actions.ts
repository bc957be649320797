'use server';
/** What the forms of the administration pages do. Each asks again who is acting. */
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { FormState } from '#components/ui/action-form.tsx';
import * as accounts from '#server/admin/accounts.ts';
import * as domains from '#server/admin/domains.ts';
import * as queue from '#server/admin/queue.ts';
import type { Actor, AdminResult } from '#server/admin/result.ts';
import { requireAdmin } from '#server/auth/require.ts';

type Act = (actor: Actor, field: (name: string) => string) => Promise<AdminResult<unknown>>;

async function run(before: FormState, data: FormData, success: string, act: Act): Promise<FormState> {
  const { actor } = await requireAdmin();
  const result = await act(actor, (name) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  });
  if (!result.ok) return { ok: false, message: result.message, round: before.round };
  revalidatePath('/admin', 'layout');
  return { ok: true, message: success, round: before.round + 1 };
}

const fields = (field: (name: string) => string) => ({
  display: field('display'),
  isAdmin: field('isAdmin') === 'on',
  quotaBytes: field('quota'),
});

export async function addAccount(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'The account was made.', (actor, field) =>
    accounts.addAccount(actor, { ...fields(field), email: field('email'), password: field('password') }),
  );
}
export async function editAccount(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'Saved.', (actor, field) => accounts.editAccount(actor, Number(field('id')), fields(field)));
}
export async function resetPassword(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'The password was changed, and every session ended.', (actor, field) =>
    accounts.resetPassword(actor, Number(field('id')), field('password')),
  );
}
export async function suspendAccount(before: FormState, data: FormData): Promise<FormState> {
  const suspended = data.get('suspended') === 'true';
  return run(before, data, suspended ? 'The account is suspended.' : 'The account works again.', (actor, field) =>
    accounts.suspendAccount(actor, Number(field('id')), suspended),
  );
}
export async function deleteAccount(before: FormState, data: FormData): Promise<FormState> {
  const state = await run(before, data, 'The account was deleted.', (actor, field) => accounts.deleteAccount(actor, Number(field('id'))));
  if (state.ok) redirect('/admin/accounts');
  return state;
}
export async function addDomain(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'The domain was added. Publish its records next.', (actor, field) => domains.addDomain(actor, field('name')));
}
export async function deleteDomain(before: FormState, data: FormData): Promise<FormState> {
  const state = await run(before, data, 'The domain was removed.', (actor, field) => domains.deleteDomain(actor, field('name')));
  if (state.ok) redirect('/admin/domains');
  return state;
}
export async function addAlias(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'The alias was added.', (actor, field) =>
    domains.addAlias(actor, { address: field('address'), targets: field('targets') }),
  );
}
export async function deleteAlias(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'The alias was removed.', (actor, field) => domains.deleteAlias(actor, field('address')));
}
export async function retryQueued(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'It is tried again now.', (actor, field) => queue.retryQueued(actor, field('id')));
}
export async function dropQueued(before: FormState, data: FormData): Promise<FormState> {
  return run(before, data, 'It was dropped.', (actor, field) => queue.dropQueued(actor, Number(field('id'))));
}
