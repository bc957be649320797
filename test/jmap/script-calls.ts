/** Calls that tests of scripts, vacation replies and rules make. */
import { expect } from 'vitest';
import { uploadBlobId } from '#lib/ids.ts';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { readBlobById } from '#server/jmap/blob.ts';
import { getEmails, listMailboxes, putBlob, putUpload } from '#server/store/index.ts';
import { letter, type TestUser } from './client.ts';

export type Script = { id: string; name: string; blobId: string; isActive: boolean };
export type Answer = Record<string, Record<string, Record<string, unknown>> | null>;

/** Of one user, unless another one is named. */
export function scriptCalls(whose: () => TestUser) {
  const upload = async (text: string | Buffer, user = whose()) =>
    uploadBlobId((await putUpload(user.accountId, Buffer.from(text), 'application/sieve')).sha256);
  const scripts = async (user = whose()) => (await user.call('SieveScript/get')).list as Script[];
  const active = async (user = whose()) => (await scripts(user)).find(({ isActive }) => isActive)?.name ?? null;
  const content = async (name: string, user = whose()) => {
    const script = (await scripts(user)).find((one) => one.name === name);
    return (await readBlobById(user.accountId, script?.blobId ?? ''))?.bytes.toString() ?? null;
  };
  const set = async (args: object, user = whose()) => (await user.call('SieveScript/set', { ...args })) as unknown as Answer;
  async function create(name: string | null, text: string, user = whose(), more: object = {}): Promise<string> {
    const answer = await set({ create: { a: { name, blobId: await upload(text, user) } }, ...more }, user);
    expect(answer.notCreated).toBeNull();
    return String(answer.created?.a?.id);
  }
  /** A message as it comes from outside; where it went. */
  async function receive(
    fields: Parameters<typeof letter>[0],
    user = whose(),
  ): Promise<{ roles: string[]; names: string[]; keywords: number }> {
    const message = Buffer.from(letter({ to: user.user.login, ...fields }).replaceAll('\n', '\r\n'));
    const done = await deliverMessage({
      ...{ mailFrom: fields.from?.replace(/.*<|>.*/g, '') ?? 'alice@crepes.fr', accounts: [user.accountId], message },
      ...{ blob: await putBlob(message), prefix: Buffer.from('Received: by mx.example; Sat, 21 Nov 2026 10:00:00 +0000\r\n') },
    });
    if (!done.ok) throw new Error(done.reason);
    const [row] = await getEmails(user.accountId, [done.value[0]?.emailId ?? 0]);
    const boxes = (await listMailboxes(user.accountId)).filter(({ mailboxId }) => row?.mailboxIds.includes(mailboxId));
    return { roles: boxes.map(({ role }) => role ?? ''), names: boxes.map(({ name }) => name), keywords: row?.flags ?? 0 };
  }

  const vacation = async (user = whose()) => ((await user.call('VacationResponse/get')).list as Record<string, unknown>[])[0];
  const setVacation = (patch: object, user = whose()) =>
    user.call('VacationResponse/set', { update: { singleton: { ...patch } } }) as unknown as Promise<Answer>;

  const rules = async (user = whose()) => ((await user.call('Rules/get')).list as Record<string, unknown>[])[0];
  const setRules = (patch: object, user = whose()) =>
    user.call('Rules/set', { update: { singleton: { ...patch } } }) as unknown as Promise<Answer>;
  return { upload, scripts, active, content, set, create, receive, vacation, setVacation, rules, setRules };
}
