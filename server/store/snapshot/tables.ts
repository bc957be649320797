/** Which tables a backup holds, and in which order they are filled again. */
import type pg from 'pg';

export interface TableShape {
  name: string;
  /** All but those that Postgres computes. */
  columns: string[];
}

// Blobs travel in packs of their own; texts to search are made again from the messages; the history of migrations is the new database's, and
// so are the lines of the log. Objects in S3 storage are the installation's that wrote them: a copy must never sweep them away.
const derived = ['email_text', 'email_brief', 'email_phrase', 'index_job'];
const apart = ['blob', 'blob_chunk', 'blob_object', 'log_line', '_prisma_migrations', ...derived];

/** A table comes after those that it refers to. */
export async function tablesToCopy(client: pg.ClientBase): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { parents: string[] }>(
    `select c.relname as name,
       array(select a.attname::text from pg_attribute a
             where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       array(select p.relname::text from pg_constraint k join pg_class p on p.oid = k.confrelid
             where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> k.conrelid) as parents
     from pg_class c
     where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all($1)
     order by c.relname`,
    [apart],
  );
  const ordered: TableShape[] = [];
  const waiting = new Map(rows.map((row) => [row.name, row]));
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(({ parents }) => !parents.some((parent) => waiting.has(parent)));
    if (free.length === 0) throw new Error(`the tables ${[...waiting.keys()].join(', ')} refer to each other in a circle`);
    for (const { name, columns } of free) {
      ordered.push({ name, columns });
      waiting.delete(name);
    }
  }
  return ordered;
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
