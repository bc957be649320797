/** The migrations with the mail tables hash-partitioned by account, as a very large server may have them (docs/scaling.md). */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const partitioned = [
  ...['account_state', 'mailbox', 'email', 'mailbox_email', 'thread_mailbox', 'thread_ref', 'change_log', 'object_log', 'email_text'],
  ...['index_job', 'buried', 'email_brief', 'email_phrase', 'upload', 'import_seen', 'submission', 'mailbox_past', 'restoration'],
];

/** A copy of the folder; each of those tables in `parts` partitions. Throws when one is not found. */
export function partitionedMigrations(parts: number, folder = 'prisma/migrations'): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'posthorn-partitions-'));
  cpSync(folder, copy, { recursive: true });
  const left = new Set(partitioned);
  const divide = (whole: string, name: string, body: string): string => {
    if (!left.delete(name)) return whole;
    const each = Array.from(
      { length: parts },
      (_, n) => `create table ${name}_p${n} partition of ${name} for values with (modulus ${parts}, remainder ${n});`,
    );
    return [`create table ${name} (${body}\n) partition by hash (account_id);`, ...each].join('\n');
  };
  for (const entry of readdirSync(copy, { withFileTypes: true }).filter((one) => one.isDirectory())) {
    const file = path.join(copy, entry.name, 'migration.sql');
    const text = readFileSync(file, 'utf8')
      .replaceAll(/create table (\w+) \((?: *--[^\n]*)?\n([\s\S]*?)\n\)(?: with \([^)]*\))?;/g, divide)
      .replaceAll(/create table (\w+) \(([^\n]+)\)(?: with \([^)]*\))?;/g, divide);
    writeFileSync(file, text);
  }
  if (left.size > 0) throw new Error(`not partitioned: ${[...left].join(', ')}`);
  return copy;
}
