/** What becomes of the message: the actions of RFC 5228 §4, RFC 5429, RFC 5230 and RFC 5435. */
import { addressIn, mailboxPath } from '../check/constants.ts';
import type { Node } from '../check/program.ts';
import { sieveLimits } from '../limits.ts';
import type { SieveAction } from './actions.ts';
import { readFlags } from './flags.ts';
import { readMailto } from './mailto.ts';
import type { Run } from './run-state.ts';

const one = (run: Run, node: Node, tag: string): string | null => {
  const given = node.tags.get(tag)?.strings[0];
  return given === undefined ? null : run.expand(given);
};

/** RFC 5232 §5: `:flags`, else what the script has set so far. */
const flagsOf = (run: Run, { tags }: Node): string[] => {
  const given = tags.get(':flags');
  return given ? readFlags(run.expandAll(given.strings)) : run.flags;
};

export function keep(run: Run, node: Node): void {
  run.implicitKeep = false;
  file(run, node, null);
}

export function fileInto(run: Run, node: Node): void {
  const mailbox = run.expand(node.args[0]?.strings[0] ?? '');
  if (mailboxPath(mailbox) === null) run.fail(node.line, `"${mailbox.slice(0, 100)}" cannot be the name of a mailbox.`);
  if (!node.tags.has(':copy')) run.implicitKeep = false; // RFC 3894 §3
  file(run, node, mailbox);
}

function file(run: Run, node: Node, mailbox: string | null): void {
  const action: SieveAction = {
    kind: 'file',
    mailbox: mailbox !== null && mailbox.toUpperCase() === 'INBOX' ? null : mailbox,
    flags: flagsOf(run, node),
    ownFlags: node.tags.has(':flags'),
    create: node.tags.has(':create'),
    specialUse: one(run, node, ':specialuse'),
    mailboxId: one(run, node, ':mailboxid'),
    header: run.header,
    line: node.line,
  };
  // RFC 5228 §2.10.3: once into each mailbox, however often a script says so. The last word on flags counts (RFC 5232 §5).
  const same = run.actions.findIndex(
    (known) =>
      known.kind === 'file' &&
      known.mailbox === action.mailbox &&
      known.specialUse === action.specialUse &&
      known.mailboxId === action.mailboxId,
  );
  if (same >= 0) run.actions[same] = action;
  else run.act(action, node.line);
}

export function discard(run: Run): void {
  run.implicitKeep = false;
}

export function redirect(run: Run, node: Node): void {
  const given = run.expand(node.args[0]?.strings[0] ?? '');
  const address = addressIn(given);
  if (address === null) return run.fail(node.line, `"${given.slice(0, 100)}" is not an address to redirect to.`);
  if (!node.tags.has(':copy')) run.implicitKeep = false;
  const known = run.actions.some((action) => action.kind === 'redirect' && action.address.toLowerCase() === address.toLowerCase());
  if (!known) run.act({ kind: 'redirect', address, header: run.header }, node.line);
}

export function reject(run: Run, node: Node): void {
  run.implicitKeep = false;
  const how = node.name === 'ereject' ? 'ereject' : 'reject';
  run.act({ kind: 'reject', how, reason: run.expand(node.args[0]?.strings[0] ?? '').slice(0, 4000) }, node.line);
}

const day = 24 * 60 * 60;

export function vacation(run: Run, node: Node): void {
  const { tags, args, line } = node;
  const given = tags.get(':seconds')?.number ?? (tags.get(':days')?.number ?? 7) * day;
  // RFC 5230 §4.1: at least a day; RFC 6131 §2: seconds may be as few as are wanted.
  const seconds = Math.min(tags.has(':seconds') ? given : Math.max(given, day), sieveLimits.vacationDays * day);
  const [subject, from] = [one(run, node, ':subject'), one(run, node, ':from')];
  const reason = run.expand(args[0]?.strings[0] ?? '');
  const mime = tags.has(':mime');
  // RFC 5230 §4.2: replies are told apart by their content when no handle is given, variables not yet put in.
  const content = JSON.stringify([args[0]?.strings[0], tags.get(':subject')?.strings[0], tags.get(':from')?.strings[0], mime]);
  const handle = one(run, node, ':handle') ?? content;
  run.act(
    { kind: 'vacation', seconds, handle, subject, from, addresses: run.expandAll(tags.get(':addresses')?.strings), mime, reason },
    line,
  );
}

export function notify(run: Run, node: Node): void {
  const method = run.expand(node.args[0]?.strings[0] ?? '');
  if (readMailto(method) === null) run.fail(node.line, `Notifications go by "mailto:…" with an address, not by "${method.slice(0, 100)}".`);
  const importance = ({ '1': 1, '3': 3 } as const)[one(run, node, ':importance') ?? ''] ?? 2;
  run.act({ kind: 'notify', method, from: one(run, node, ':from'), importance, message: one(run, node, ':message') }, node.line);
}
