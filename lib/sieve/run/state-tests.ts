/** Tests of what the script itself holds and of where it runs: RFC 5183, RFC 5229 §5, RFC 5232 §4, RFC 5435 §5, RFC 5463, RFC 7352. */
import { isCapability } from '../check/capabilities.ts';
import { isFieldName } from '../check/constants.ts';
import type { Node } from '../check/program.ts';
import { sieveLimits } from '../limits.ts';
import { readFlags } from './flags.ts';
import { decide } from './header-tests.ts';
import { readMailto } from './mailto.ts';
import { matchOf } from './matching.ts';
import { decodedValue } from './message.ts';
import type { Run } from './run-state.ts';

export function runString(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  const values = run.expandAll(node.args[0]?.strings);
  // RFC 5229 §5: strings that are not empty are counted.
  return decide(match, match.counts ? values.filter((value) => value !== '') : values);
}

export function runHasFlag(run: Run, node: Node): boolean {
  const keys = readFlags(run.expandAll(node.args.at(-1)?.strings));
  const raw = run.expandAll(node.args.at(-1)?.strings);
  const flags = node.args.length === 1 ? run.flags : (node.args[0]?.strings ?? []).flatMap((name) => readFlags([run.variables.get(name)]));
  // :matches and :contains have patterns, :count has numbers: keys that are no flags.
  const plain = ![':matches', ':contains', ':count', ':value'].some((tag) => node.tags.has(tag));
  return decide(matchOf(run, node, plain ? keys : raw), flags);
}

const week = 7 * 24 * 60 * 60;

export function runDuplicate(run: Run, node: Node): boolean {
  const { tags } = node;
  const handle = run.expand(tags.get(':handle')?.strings[0] ?? '');
  const id = duplicateId(run, node);
  // RFC 7352 §3.1: without an id it is no duplicate.
  if (id === null || id === '') return false;
  const seconds = Math.min(tags.get(':seconds')?.number ?? week, sieveLimits.duplicateSeconds);
  const found = run.wasSeen(handle, id);
  // §3.3: :last counts from the last time, else from the first.
  if (!found || tags.has(':last')) run.seen.push({ handle, id, seconds });
  return found;
}

function duplicateId(run: Run, { tags, line }: Node): string | null {
  const unique = tags.get(':uniqueid')?.strings[0];
  if (unique !== undefined) return run.expand(unique);
  const name = run.expand(tags.get(':header')?.strings[0] ?? 'message-id');
  if (!isFieldName(name)) run.fail(line, `"${name.slice(0, 100)}" cannot be the name of a header field.`);
  const [field] = run.message.fields(name);
  return field ? decodedValue(field.raw) : null;
}

/** RFC 5183 §4.1. */
export function runEnvironment(run: Run, node: Node): boolean {
  const { hostname, domain, remoteAddress } = run.environment;
  const items: Record<string, string | undefined> = {
    ...{ domain, host: hostname, location: 'MDA', name: 'Posthorn', phase: 'during', version: '1' },
    ...(remoteAddress === null ? {} : { 'remote-ip': remoteAddress }),
  };
  const value = items[run.expand(node.args[0]?.strings[0] ?? '').toLowerCase()];
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  // §4: an item that is not known makes the test false, whatever the match.
  return value !== undefined && decide(match, [value]);
}

/** RFC 5463 §4. */
export const runIHave = (_: Run, node: Node): boolean => (node.args[0]?.strings ?? []).every(isCapability);

/** RFC 5435 §5: whether somebody is online is not known for mail. */
export function runNotifyCapability(run: Run, node: Node): boolean {
  const [uri = '', capability = ''] = node.args.slice(0, 2).map((arg) => run.expand(arg.strings[0] ?? ''));
  if (readMailto(uri) === null || capability.toLowerCase() !== 'online') return false;
  return decide(matchOf(run, node, run.expandAll(node.args[2]?.strings)), ['maybe']);
}
