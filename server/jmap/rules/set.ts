/**
 * Rules/set, ours: writes the script "rules". A script of the user's own stays as it is: as long as it is the active one, rules are kept
 * but not applied, until `isActive: true` puts them in front of it.
 */
import { capability } from '#lib/jmap/capabilities.ts';
import { parseScriptWireId } from '#lib/ids.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { activeParts } from '#lib/sieve/rules/active-parts.ts';
import { rulesToSieve } from '#lib/sieve/rules/rules-to-sieve.ts';
import { scriptNames } from '#lib/sieve/rules/main-script.ts';
import { namedMailboxes, type NamedMailbox } from '#server/delivery/sieve/mailboxes.ts';
import { putForwarding, putRules, setParts } from '#server/delivery/sieve/script-book.ts';
import { accountAddresses, changeScripts, type ScriptWriter } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { SetRun } from '../standard/set.ts';
import { placedRules, rulesShape, toJmapRules, type JmapRules } from './rules-object.ts';

interface Known {
  accountId: number;
  mailboxes: readonly NamedMailbox[];
  addresses: readonly string[];
}

export const rulesSet = method({
  name: 'Rules/set',
  capability: capability.rules,
  args: setArguments,
  async run(context, args) {
    const { accountId } = context;
    const run = await SetRun.begin(context, args);
    const known: Known = { accountId, mailboxes: await namedMailboxes(accountId), addresses: await accountAddresses(accountId) };
    return run.asOne<ScriptWriter>(
      args,
      (work) => changeScripts(accountId, work),
      (writer) => run.singleton(args, (patch) => write(writer, known, patch)),
    );
  },
});

async function write(writer: ScriptWriter, known: Known, patch: Record<string, unknown>): Promise<void> {
  const { id: _id, isReadable: _readable, ...now } = toJmapRules(known.accountId, writer.scripts, known.mailboxes);
  const { id = 'singleton', isReadable: _given, ...given } = patch;
  if (id !== 'singleton') throw invalidProperties(['id'], 'It cannot be changed.');
  const wanted = checked(known, { ...now, ...given });
  if (rulesToSieve(wanted).length > sieveLimits.scriptBytes / 4)
    throw new SetRefusal('tooLarge', { description: 'These are more rules than a script can hold.' });
  const isFirst = writer.find(scriptNames.rules) === undefined && ('rules' in given || 'blocked' in given);
  if ('rules' in given || 'blocked' in given) await putRules(writer, wanted);
  if ('forwardTo' in given || 'keepCopy' in given) await putForwarding(writer, { addresses: wanted.forwardTo, keepCopy: wanted.keepCopy });
  const before = activeParts(writer.scripts);
  // The first rules are applied at once, where no script of the user's own stands in their way.
  const isActive = 'isActive' in given ? wanted.isActive : before.rules || (isFirst && before.own === null);
  await setParts(writer, {
    ...before,
    rules: isActive,
    forward: wanted.forwardTo.length > 0,
    own: ownOf(writer, known, wanted.ownScriptId),
  });
}

function checked(known: Known, given: Record<string, unknown>): Omit<JmapRules, 'id' | 'isReadable'> {
  const parsed = rulesShape.safeParse(given);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const names = issue?.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue?.path[0] ?? 'rules')];
    throw invalidProperties(names, `${issue?.path.join('/')}: ${issue?.message}`);
  }
  const rules = placedRules(known.accountId, parsed.data.rules, known.mailboxes);
  if (!rules) throw invalidProperties(['rules'], 'A mailbox that mail is to go to is not there.');
  const forwards = rules.flatMap(({ actions }) => actions).flatMap((one) => (one.kind === 'forward' ? [one.address] : []));
  for (const [property, addresses] of [
    ['rules', forwards],
    ['forwardTo', parsed.data.forwardTo],
  ] as const) {
    const own = addresses.find((address) => known.addresses.includes(address.toLowerCase()));
    if (own !== undefined) throw invalidProperties([property], `${own} is an address of yours: the message would come back.`);
  }
  return { ...parsed.data, rules };
}

/** The name of the script of the user's own. One of the webmail's own cannot be it: it would include itself. */
function ownOf(writer: ScriptWriter, { accountId }: Known, id: string | null): string | null {
  if (id === null) return null;
  const scriptId = parseScriptWireId(accountId, id);
  const script = writer.scripts.find((one) => one.scriptId === scriptId);
  const ours: readonly string[] = Object.values(scriptNames);
  if (!script || ours.includes(script.name)) throw invalidProperties(['ownScriptId'], 'There is no such script of your own.');
  return script.name;
}
