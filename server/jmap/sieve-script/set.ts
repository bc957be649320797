/** SieveScript/set (RFC 9661 §2.4): one transaction, one change. */
import { scriptWireId, parseScriptWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { isScriptName } from '#lib/sieve/check/constants.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { isVacationScript } from '#lib/sieve/rules/active-parts.ts';
import { removeScript, renameScript } from '#server/delivery/sieve/script-book.ts';
import { changeScripts, type ScriptWriter, type StoredScript } from '#server/store/index.ts';
import { z } from 'zod';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { numberOf, SetRun } from '../standard/set.ts';
import { contentOf, loadScripts, type LoadedScripts } from './script-content.ts';
import { toJmapScript } from './script-object.ts';

interface Write {
  context: MethodContext;
  writer: ScriptWriter;
  run: SetRun;
  contents: LoadedScripts;
  now: Date;
}

export const sieveScriptSet = method({
  name: 'SieveScript/set',
  capability: capability.sieve,
  args: { ...setArguments, onSuccessActivateScript: z.string().nullish(), onSuccessDeactivateScript: z.boolean().nullish() },
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    const given = [...Object.values(args.create ?? {}), ...Object.values(args.update ?? {})].map(({ blobId }) => blobId);
    const contents = await loadScripts(context, given);
    const now = new Date();
    return run.asOne<ScriptWriter>(
      args,
      (work) => changeScripts(context.accountId, work),
      async (writer) => {
        const write = { context, writer, run, contents, now };
        await run.each(args, {
          create: (creationId, object) => create(write, creationId, object),
          update: (key, patch) => update(write, key, patch),
          destroy: (key) => destroy(write, key),
        });
        // §2.4: only if all of it succeeded, and deactivation first.
        if (run.hasRefused) return;
        if (args.onSuccessDeactivateScript === true) await activate(write, null);
        const wanted = typeof args.onSuccessActivateScript === 'string' && lookUp(write, args.onSuccessActivateScript);
        if (wanted) await activate(write, wanted);
      },
    );
  },
});

async function create(write: Write, creationId: string, given: Record<string, unknown>): Promise<void> {
  const { context, writer, run } = write;
  const { name: wanted = null, blobId, ...rest } = given;
  if (Object.keys(rest).length > 0) throw invalidProperties(Object.keys(rest), 'A script is made of a name and a blobId.');
  const content = contentOf(write.contents, blobId);
  const name = wanted === null ? freeName(write) : checkedName(write, wanted, null);
  if (writer.scripts.length >= sieveLimits.scripts)
    throw new SetRefusal('overQuota', { description: `An account has at most ${sieveLimits.scripts} scripts.` });
  run.noteCreated(creationId, { ...toJmapScript(context.accountId, await writer.create(name, content)) });
}

async function update(write: Write, key: string, patch: Record<string, unknown>): Promise<void> {
  const { context, writer, run } = write;
  const script = find(write, key);
  const id = scriptWireId(context.accountId, script.scriptId);
  const now = toJmapScript(context.accountId, script);
  for (const [property, value] of Object.entries(patch))
    if (property !== 'name' && property !== 'blobId' && !(property in now && now[property as keyof typeof now] === value))
      throw invalidProperties([property], 'It cannot be changed so: onSuccessActivateScript makes a script the active one.');
  const isSame = patch.blobId === undefined || patch.blobId === now.blobId;
  const content = isSame ? null : contentOf(write.contents, patch.blobId);
  if (content && isVacationScript(script)) throw forbidden();
  const name = patch.name === undefined ? script.name : patch.name === null ? freeName(write) : checkedName(write, patch.name, script);
  if (name !== script.name) await renameScript(writer, script, name);
  if (content) await writer.replace(script.scriptId, content);
  const after = toJmapScript(context.accountId, find(write, id));
  const told = { ...(isSame ? {} : { blobId: after.blobId }), ...(patch.name === null ? { name: after.name } : {}) };
  run.updated[key] = Object.keys(told).length > 0 ? told : null;
}

async function destroy(write: Write, key: string): Promise<void> {
  const { context, writer, run } = write;
  const script = find(write, key);
  if (isVacationScript(script)) throw forbidden();
  if (script.isActive) throw new SetRefusal('sieveIsActive', { description: 'The active script has to be deactivated first.' });
  await removeScript(writer, script);
  run.destroyed.push(scriptWireId(context.accountId, script.scriptId));
}

/** §2.4: what changed is told as created or updated. */
async function activate({ context, writer, run }: Write, script: StoredScript | null): Promise<void> {
  for (const changed of await writer.activate(script?.scriptId ?? null)) {
    const id = scriptWireId(context.accountId, changed);
    const isActive = changed === script?.scriptId;
    const made = Object.values(run.created).find((object) => object.id === id);
    if (made) made.isActive = isActive;
    else run.updated[id] = { ...run.updated[id], isActive };
  }
}

/** §4: the vacation reply is written by VacationResponse/set alone. */
const forbidden = (): SetRefusal =>
  new SetRefusal('forbidden', { description: 'This script is the vacation reply: it is changed by VacationResponse/set.' });

function checkedName({ context, writer }: Write, name: unknown, but: StoredScript | null): string {
  if (typeof name !== 'string' || !isScriptName(name))
    throw invalidProperties(['name'], `A name has 1 to ${sieveLimits.nameBytes} octets and no control characters.`);
  const same = writer.find(name);
  if (same && same.scriptId !== but?.scriptId)
    throw new SetRefusal('alreadyExists', { existingId: scriptWireId(context.accountId, same.scriptId) });
  return name;
}

/** §2.1: the default is the server's. */
function freeName({ writer, now }: Write): string {
  const base = `script-${now.toISOString().replaceAll(/[-:]|\..*/g, '')}`;
  let number = 0;
  while (writer.find(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}

function lookUp({ context, writer }: Write, key: string): StoredScript | undefined {
  const scriptId = numberOf(context, key, parseScriptWireId);
  return writer.scripts.find((script) => script.scriptId === scriptId);
}

function find(write: Write, key: string): StoredScript {
  const found = lookUp(write, key);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
