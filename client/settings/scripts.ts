/** Sieve scripts (RFC 9661): those of the webmail can be read, one's own can be written. */
import { downloadBlob, uploadBlob } from '../jmap/blobs.ts';
import { MethodError } from '../jmap/connection.ts';
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';
import { scriptNames } from '#lib/sieve/rules/main-script.ts';

export interface Script {
  id: string;
  name: string;
  blobId: string;
  isActive: boolean;
  /** Of the webmail: changed by its pages. */
  isOurs: boolean;
}

export async function listScripts(): Promise<Script[]> {
  const answer = await callAccount([['SieveScript/get', { ids: null }, 'get']]);
  const ours: readonly string[] = Object.values(scriptNames);
  return (answer('get').list as Omit<Script, 'isOurs'>[]).map((one) => ({ ...one, isOurs: ours.includes(one.name) }));
}

const type = 'application/sieve';

export async function readScript({ blobId }: Script): Promise<string> {
  return new TextDecoder().decode(await downloadBlob(blobId, type));
}

const upload = (text: string): Promise<string> => uploadBlob(text.replaceAll(/\r?\n/g, '\r\n'), type);

/** Null: it is right. */
export async function whatIsWrong(text: string): Promise<string | null> {
  const answer = (await callAccount([['SieveScript/validate', { blobId: await upload(text) }, 'check']]))('check');
  const error = answer.error as { type: string; description?: string } | null;
  return error ? (error.description ?? error.type) : null;
}

/** `id` null: a new one. */
export async function saveScript(id: string | null, name: string, text: string): Promise<void> {
  const wrong = await whatIsWrong(text);
  if (wrong) throw new MethodError('invalidSieve', wrong);
  const blobId = await upload(text);
  if (id === null) await createOne('SieveScript', { name, blobId });
  else await updateOne('SieveScript', id, { name, blobId });
}

/** It alone decides about new mail then, until the rules are turned on again. */
export async function activateScript(id: string): Promise<void> {
  await callAccount([['SieveScript/set', { onSuccessActivateScript: id }, 'set']]).then((answer) => answer('set'));
}

export const deleteScript = (id: string): Promise<void> => destroyOne('SieveScript', id);
