/** Tests of the account's mailboxes: RFC 5490 §3.1, RFC 8579 §3, RFC 9042 §5. */
import type { Node } from '../check/program.ts';
import type { SieveMailbox } from './environment.ts';
import type { Run } from './run-state.ts';

export function mailboxExists(run: Run, { args }: Node): boolean {
  return run.expandAll(args[0]?.strings).every((path) => findMailbox(run.environment.mailboxes, path) !== undefined);
}

export function mailboxIdExists(run: Run, { args }: Node): boolean {
  const ids = new Set(run.environment.mailboxes.map(({ id }) => id));
  return run.expandAll(args[0]?.strings).every((id) => ids.has(id));
}

export function specialUseExists(run: Run, { args }: Node): boolean {
  const wanted = run.expandAll(args.at(-1)?.strings).map((use) => use.toLowerCase());
  if (args.length === 1)
    return wanted.every((use) => run.environment.mailboxes.some(({ specialUse }) => specialUse?.toLowerCase() === use));
  const mailbox = findMailbox(run.environment.mailboxes, run.expand(args[0]?.strings[0] ?? ''));
  return mailbox !== undefined && wanted.every((use) => mailbox.specialUse?.toLowerCase() === use);
}

/** INBOX in any case (RFC 9051 §5.1), all others as they are written. */
export function findMailbox<T extends Pick<SieveMailbox, 'path'>>(mailboxes: readonly T[], path: string): T | undefined {
  const wanted = path.replace(/^inbox(?=\/|$)/i, 'INBOX');
  return mailboxes.find((mailbox) => mailbox.path === wanted);
}
