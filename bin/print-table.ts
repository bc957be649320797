/** A listing: a table for people, or with `--json` an array of objects for programs. */
export function printTable(rows: Record<string, unknown>[], { json, empty }: { json: boolean; empty: string }): void {
  if (json) return console.log(JSON.stringify(rows, null, 2));
  const first = rows[0];
  if (!first) return console.log(empty);
  const names = Object.keys(first);
  const text = rows.map((row) => names.map((name) => show(row[name])));
  const widths = names.map((name, column) => Math.max(name.length, ...text.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  console.log([line(names), ...text.map(line)].join('\n'));
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (value instanceof Date) return value.toISOString().slice(0, 16).replace('T', ' ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | boolean);
}
