'use server';
/** What the forms of the administration pages do: each is one operation of server/admin, which asks again who is acting. */
import { getTranslations } from 'next-intl/server';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import type { z } from 'zod';
import type { FormState } from '#components/ui/form/action-form.tsx';
import type { Operation } from '#server/admin/operation.ts';
import * as accounts from '#server/admin/operations/accounts.ts';
import { accountBulk, accountImport } from '#server/admin/operations/accounts-many.ts';
import * as aliases from '#server/admin/operations/aliases.ts';
import { apiKeyAdd, apiKeyRevoke } from '#server/admin/operations/api-keys.ts';
import { appPasswordAdd, appPasswordRevoke } from '#server/admin/operations/app-passwords.ts';
import * as backups from '#server/admin/operations/backups.ts';
import { certRenew } from '#server/admin/operations/certificates.ts';
import * as delivery from '#server/admin/operations/delivery.ts';
import * as domains from '#server/admin/operations/domains.ts';
import * as groups from '#server/admin/operations/groups.ts';
import { jobCancel } from '#server/admin/operations/jobs.ts';
import * as lists from '#server/admin/operations/lists.ts';
import { accessAsk, accessEnd } from '#server/admin/operations/mail-access.ts';
import * as quarantine from '#server/admin/operations/quarantine.ts';
import * as queue from '#server/admin/operations/queue.ts';
import { serverTestMail } from '#server/admin/operations/readiness.ts';
import { roleGrant, roleRevoke } from '#server/admin/operations/roles.ts';
import { blockAdd, blockRemove } from '#server/admin/operations/security.ts';
import * as signup from '#server/admin/operations/sign-up.ts';
import * as webhooks from '#server/admin/operations/webhooks.ts';
import { act } from '#server/admin/page.ts';
import { whereFrom } from '#server/auth/session.ts';
import { queueActs, type QueueAct } from '#components/admin/queue/queue-acts.ts';
import { problemText, type ToldProblem } from './problem-text.ts';

type Said =
  | 'saved'
  | 'made'
  | 'removed'
  | 'done'
  | 'passwordSet'
  | 'suspended'
  | 'resumed'
  | 'signedOut'
  | 'onceShown'
  | 'queued'
  | 'tested'
  | 'begun';

async function run<Input extends z.ZodObject, Output extends z.ZodType>(
  before: FormState,
  operation: Operation<Input, Output>,
  input: unknown,
  success: Said,
): Promise<FormState & { value?: z.output<Output> }> {
  const result = await act(operation, input);
  if (!result.ok) return { ok: false, message: await problemText(result), round: before.round };
  revalidatePath('/admin', 'layout');
  const t = await getTranslations('admin');
  return { ok: true, message: t(`said.${success}`), round: before.round + 1, value: result.value };
}

/** Without the value: it must not go to the browser when it is not asked for. */
const plain = ({ ok, message, round }: FormState): FormState => ({ ok, message, round });
const text = (data: FormData, name: string): string => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};
const words = (data: FormData, name: string): string[] =>
  text(data, name)
    .split(/[\s,;]+/)
    .filter(Boolean);
const all = (data: FormData, name: string): string[] => data.getAll(name).filter((value) => typeof value === 'string');
const checked = (data: FormData, name: string): boolean => text(data, name) === 'on';
const id = (data: FormData): number => Number(text(data, 'id'));
const email = (data: FormData) => ({ email: text(data, 'email') });

// ---------- accounts ----------
export async function addAccount(before: FormState, data: FormData): Promise<FormState> {
  const input = { ...email(data), password: text(data, 'password'), name: text(data, 'display'), quota: text(data, 'quota') };
  return plain(await run(before, accounts.accountAdd, { ...input, ...(checked(data, 'isAdmin') && { admin: true }) }, 'made'));
}
export async function editAccount(before: FormState, data: FormData): Promise<FormState> {
  const rights = text(data, 'mayAdmin') === 'true' ? { admin: checked(data, 'isAdmin') } : {};
  const input = { ...email(data), name: text(data, 'display'), quota: text(data, 'quota'), ...rights };
  return plain(await run(before, accounts.accountEdit, input, 'saved'));
}
export async function resetPassword(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, accounts.accountPassword, { ...email(data), password: text(data, 'password') }, 'passwordSet'));
}
export async function suspendAccount(before: FormState, data: FormData): Promise<FormState> {
  return text(data, 'suspended') === 'true'
    ? plain(await run(before, accounts.accountSuspend, email(data), 'suspended'))
    : plain(await run(before, accounts.accountResume, email(data), 'resumed'));
}
export async function signOutAccount(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, accounts.accountSignOut, email(data), 'signedOut'));
}
export async function resetFactor(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, accounts.accountResetFactor, email(data), 'done'));
}
export async function endSession(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, accounts.sessionEnd, { ...email(data), id: text(data, 'id') }, 'signedOut'));
}
export async function deleteAccount(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, accounts.accountRemove, email(data), 'removed'));
  if (state.ok) redirect('/admin/accounts');
  return state;
}
export async function setLimits(before: FormState, data: FormData): Promise<FormState> {
  const given = ['perHour', 'perDay', 'newPerDay'].flatMap((name) => (text(data, name) ? [[name, Number(text(data, name))]] : []));
  return plain(await run(before, delivery.accountSetLimits, { ...email(data), ...Object.fromEntries(given) }, 'saved'));
}
/** Switches one extension of IMAP off, or on again; the others stay as the page had them. */
export async function switchCapability(before: FormState, data: FormData): Promise<FormState> {
  const off = [...all(data, 'off'), ...words(data, 'name')];
  return plain(await run(before, delivery.accountCapabilities, { ...email(data), off }, 'saved'));
}
export async function addAppPassword(before: FormState, data: FormData): Promise<FormState> {
  const state = await run(before, appPasswordAdd, { ...email(data), label: text(data, 'label') }, 'onceShown');
  return { ...plain(state), ...(state.value && { secret: state.value.password }) };
}
export async function revokeAppPassword(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, appPasswordRevoke, { ...email(data), id: id(data) }, 'removed'));
}
export async function bulkAccounts(before: FormState, data: FormData): Promise<FormState> {
  const quota = text(data, 'action') === 'quota' ? { quota: text(data, 'quota') } : {};
  const state = await run(before, accountBulk, { action: text(data, 'action'), emails: all(data, 'emails'), ...quota }, 'queued');
  if (state.value) redirect(`/admin/work/${state.value.id}`);
  return plain(state);
}
export async function importAccounts(before: FormState, data: FormData): Promise<FormState> {
  const file = data.get('file');
  const csv = file instanceof File ? await file.text() : '';
  const state = await run(before, accountImport, { csv, update: checked(data, 'update') }, 'queued');
  if (state.value) redirect(`/admin/work/${state.value.id}`);
  return plain(state);
}
export async function grantRole(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, roleGrant, { ...email(data), domain: text(data, 'domain') }, 'saved'));
}
export async function revokeRole(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, roleRevoke, { ...email(data), domain: text(data, 'domain') }, 'removed'));
}

// ---------- leave to read somebody's mail ----------
export async function askAccess(before: FormState, data: FormData): Promise<FormState> {
  const input = { ...email(data), reason: text(data, 'reason'), hours: Number(text(data, 'hours')) };
  const state = plain(await run(before, accessAsk, input, 'done'));
  if (state.ok) redirect(`/admin/accounts/${encodeURIComponent(text(data, 'email'))}/mail`);
  return state;
}
export async function endAccess(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, accessEnd, { ...email(data), id: id(data) }, 'done'));
  if (state.ok && text(data, 'leave') === 'true') redirect(`/admin/accounts/${encodeURIComponent(text(data, 'email'))}`);
  return state;
}

// ---------- domains and aliases ----------
export async function addDomain(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, domains.domainAdd, { name: text(data, 'name') }, 'made'));
}
export async function deleteDomain(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, domains.domainRemove, { name: text(data, 'name') }, 'removed'));
  if (state.ok) redirect('/admin/domains');
  return state;
}
export async function rotateKeys(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, domains.domainRotate, { name: text(data, 'name') }, 'made'));
}
export async function saveAlias(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, aliases.aliasAdd, { address: text(data, 'address'), targets: words(data, 'targets') }, 'saved'));
}
export async function deleteAlias(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, aliases.aliasRemove, { address: text(data, 'address') }, 'removed'));
}
export async function saveGroup(before: FormState, data: FormData): Promise<FormState> {
  const group = { address: text(data, 'address'), name: text(data, 'name'), posting: text(data, 'posting') };
  return plain(await run(before, groups.groupAdd, { ...group, members: words(data, 'members') }, 'made'));
}
export async function editGroup(before: FormState, data: FormData): Promise<FormState> {
  const group = { address: text(data, 'address'), name: text(data, 'name'), posting: text(data, 'posting') };
  return plain(await run(before, groups.groupEdit, group, 'saved'));
}
export async function deleteGroup(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, groups.groupRemove, { address: text(data, 'address') }, 'removed'));
  if (state.ok) redirect('/admin/aliases');
  return state;
}
export async function joinGroup(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, groups.groupJoin, { address: text(data, 'address'), members: words(data, 'members') }, 'saved'));
}
export async function leaveGroup(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, groups.groupLeave, { address: text(data, 'address'), members: words(data, 'members') }, 'removed'));
}

export async function setSignup(before: FormState, data: FormData): Promise<FormState> {
  const policy = { mode: text(data, 'mode'), quota: text(data, 'quota'), perDay: Number(text(data, 'perDay')), terms: text(data, 'terms') };
  return plain(await run(before, signup.signupSet, { name: text(data, 'name'), ...policy }, 'saved'));
}
export async function addInvitation(before: FormState, data: FormData): Promise<FormState> {
  const wanted = { name: text(data, 'name'), note: text(data, 'note'), uses: Number(text(data, 'uses')), days: Number(text(data, 'days')) };
  const state = await run(before, signup.invitationAdd, wanted, 'onceShown');
  const { host, secure } = await whereFrom();
  return { ...plain(state), ...(state.value && { secret: `${secure ? 'https' : 'http'}://${host}${state.value.path}` }) };
}
export async function revokeInvitation(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, signup.invitationRevoke, { name: text(data, 'name'), id: id(data) }, 'removed'));
}

// ---------- queue ----------
export async function retryAllQueued(before: FormState): Promise<FormState> {
  return plain(await run(before, queue.queueRetryAll, {}, 'done'));
}
/** One act on one message or many: each is an operation of its own, and stands in the audit log. */
export async function handleQueued(before: FormState, data: FormData): Promise<FormState> {
  const [route, priority] = [text(data, 'route'), Number(text(data, 'priority'))];
  const acts: Record<QueueAct, (one: { id: number }) => Promise<{ ok: true } | ({ ok: false } & ToldProblem)>> = {
    retry: (one) => act(queue.queueRetry, one),
    hold: (one) => act(queue.queueHold, one),
    bounce: (one) => act(queue.queueBounce, one),
    drop: (one) => act(queue.queueDrop, one),
    reroute: (one) => act(delivery.queueReroute, { ...one, ...(route && { route }) }),
    prioritise: (one) => act(delivery.queuePrioritise, { ...one, priority }),
  };
  const wanted = queueActs.find((known) => known === text(data, 'act'));
  const failures: string[] = [];
  const ids = all(data, 'ids');
  for (const one of wanted ? ids : []) {
    const result = await acts[wanted ?? 'retry']({ id: Number(one) });
    if (!result.ok) failures.push(await problemText(result));
  }
  const [reason = ''] = failures;
  const done = ids.length - failures.length;
  if (done === 0) return { ok: false, message: reason, round: before.round };
  if (text(data, 'leave') === 'true') redirect('/admin/queue'); // the page of the message is no longer there
  revalidatePath('/admin', 'layout');
  const t = await getTranslations('admin.queue');
  const message = [t('doneFor', { count: done }), failures.length > 0 && t('notFor', { count: failures.length, reason })].filter(Boolean);
  return { ok: true, message: message.join(' '), round: before.round + 1 };
}

// ---------- delivery, quarantine ----------
export async function setRule(before: FormState, data: FormData): Promise<FormState> {
  const given = Object.fromEntries(['route', 'tls', 'schedule'].flatMap((name) => (text(data, name) ? [[name, text(data, name)]] : [])));
  const connections = text(data, 'connections');
  const input = { domain: text(data, 'domain'), ...given, ...(connections && { connections: Number(connections) }) };
  return plain(await run(before, delivery.ruleSet, input, 'saved'));
}
export async function removeRule(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, delivery.ruleRemove, { domain: text(data, 'domain') }, 'removed'));
}
export async function reviveDestination(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, delivery.destinationRevive, { domain: text(data, 'domain') }, 'done'));
}
export async function removeSuppression(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, delivery.suppressionRemove, { address: text(data, 'address') }, 'removed'));
}
export async function releaseHeld(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, quarantine.quarantineRelease, { id: id(data) }, 'done'));
  if (state.ok) redirect('/admin/spam');
  return state;
}
export async function dropHeld(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, quarantine.quarantineDrop, { id: id(data) }, 'removed'));
  if (state.ok) redirect('/admin/spam');
  return state;
}
export async function readHeld(before: FormState, data: FormData): Promise<FormState> {
  const state = await run(before, quarantine.quarantineRead, { id: id(data) }, 'done');
  return { ...plain(state), ...(state.value && { secret: `${state.value.header.trimEnd()}\n\n${state.value.text}` }) };
}

export async function sendTestMail(before: FormState, data: FormData): Promise<FormState> {
  const state = await run(before, serverTestMail, { from: text(data, 'from'), to: text(data, 'to') }, 'done');
  if (state.value) redirect(`/setup/test?${new URLSearchParams({ domain: text(data, 'domain'), trace: state.value.traceId })}`);
  return plain(state);
}

// ---------- mailing lists ----------
const listOf = (data: FormData) => ({
  ...{ address: text(data, 'address'), name: text(data, 'name'), description: text(data, 'description') },
  ...{ subscribing: text(data, 'subscribing'), posting: text(data, 'posting'), archive: checked(data, 'archive') },
  ...{ prefix: text(data, 'prefix'), moderators: words(data, 'moderators') },
});
const member = (data: FormData) => ({ address: text(data, 'address'), members: words(data, 'members') });
const post = (data: FormData) => ({ address: text(data, 'address'), word: text(data, 'word') });
export async function addList(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listAdd, listOf(data), 'made'));
}
export async function editList(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listEdit, listOf(data), 'saved'));
}
export async function removeList(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, lists.listRemove, { address: text(data, 'address') }, 'removed'));
  if (state.ok) redirect('/admin/lists');
  return state;
}
export async function subscribe(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listSubscribe, member(data), 'saved'));
}
export async function unsubscribe(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listUnsubscribe, member(data), 'removed'));
}
export async function acceptPost(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listAccept, post(data), 'done'));
}
export async function rejectPost(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, lists.listReject, post(data), 'removed'));
}

// ---------- security, keys, webhooks, work ----------
export async function blockAddress(before: FormState, data: FormData): Promise<FormState> {
  const hours = text(data, 'hours');
  const input = { network: text(data, 'network'), reason: text(data, 'reason'), ...(hours && { hours: Number(hours) }) };
  return plain(await run(before, blockAdd, input, 'saved'));
}
export async function unblockAddress(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, blockRemove, { network: text(data, 'network') }, 'removed'));
}
export async function addApiKey(before: FormState, data: FormData): Promise<FormState> {
  const days = text(data, 'days');
  const only = all(data, 'domains');
  const input = {
    ...{ label: text(data, 'label'), scopes: checked(data, 'everything') ? ['*'] : all(data, 'scopes') },
    ...(only.length > 0 && { domains: only }),
    ...(days && { days: Number(days) }),
  };
  const state = await run(before, apiKeyAdd, input, 'onceShown');
  return { ...plain(state), ...(state.value && { secret: state.value.key }) };
}
export async function revokeApiKey(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, apiKeyRevoke, { id: id(data) }, 'removed'));
}
export async function addWebhook(before: FormState, data: FormData): Promise<FormState> {
  const only = all(data, 'domains');
  const input = { url: text(data, 'url'), events: words(data, 'events'), ...(only.length > 0 && { domains: only }) };
  const state = await run(before, webhooks.webhookAdd, input, 'onceShown');
  return { ...plain(state), ...(state.value && { secret: state.value.secret }) };
}
export async function switchWebhook(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, webhooks.webhookEdit, { id: id(data), enabled: text(data, 'enabled') === 'true' }, 'saved'));
}
export async function testWebhook(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, webhooks.webhookTest, { id: id(data) }, 'tested'));
}
export async function removeWebhook(before: FormState, data: FormData): Promise<FormState> {
  const state = plain(await run(before, webhooks.webhookRemove, { id: id(data) }, 'removed'));
  if (state.ok) redirect('/admin/webhooks');
  return state;
}
export async function renewCertificate(before: FormState): Promise<FormState> {
  return plain(await run(before, certRenew, {}, 'done'));
}
export async function backUpNow(before: FormState): Promise<FormState> {
  return plain(await run(before, backups.backupNow, {}, 'begun'));
}
export async function proveBackup(before: FormState, data: FormData): Promise<FormState> {
  const snapshot = text(data, 'snapshot');
  return plain(await run(before, backups.backupProve, snapshot ? { snapshot } : {}, 'begun'));
}
export async function scheduleBackups(before: FormState, data: FormData): Promise<FormState> {
  const input = { on: checked(data, 'on'), at: text(data, 'at'), keep: Number(text(data, 'keep')) };
  return plain(await run(before, backups.backupScheduleSet, input, 'saved'));
}
export async function cancelWork(before: FormState, data: FormData): Promise<FormState> {
  return plain(await run(before, jobCancel, { id: id(data) }, 'done'));
}
