/** Comma-separated values (RFC 4180): what spreadsheets read and write. */

/** Rows of fields. A quoted field may hold commas, line ends and doubled quotes; a byte order mark and empty lines are passed over. */
export function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const source = text.replace(/^\ufeff/, '');
  const divider = guessDivider(source);
  let row: string[] = [];
  let at = 0;
  const endRow = () => {
    if (row.some((field) => field !== '')) rows.push(row);
    row = [];
  };
  while (at < source.length) {
    const { field, next } = source[at] === '"' ? readQuoted(source, at) : readPlain(source, at, divider);
    row.push(field);
    at = next;
    if (source[at] === divider) at++;
    else {
      endRow();
      if (source[at] === '\r') at++;
      if (source[at] === '\n') at++;
      continue;
    }
    if (at >= source.length) row.push('');
  }
  endRow();
  return rows;
}

/** Spreadsheets of half of Europe write semicolons. */
function guessDivider(source: string): string {
  const [first = ''] = source.split(/\r?\n/, 1);
  return [';', '\t'].find((mark) => first.split(mark).length > first.split(',').length) ?? ',';
}

function readPlain(source: string, from: number, divider: string): { field: string; next: number } {
  let at = from;
  while (at < source.length && source[at] !== divider && source[at] !== '\n' && source[at] !== '\r') at++;
  return { field: source.slice(from, at).trim(), next: at };
}

function readQuoted(source: string, from: number): { field: string; next: number } {
  let field = '';
  let at = from + 1;
  for (;;) {
    const end = source.indexOf('"', at);
    if (end < 0) return { field: field + source.slice(at), next: source.length }; // never closed: the rest is the field
    field += source.slice(at, end);
    at = end + 1;
    if (source[at] !== '"') return { field, next: at };
    field += '"';
    at++;
  }
}

/**
 * RFC 4180 with CRLF. A field that a spreadsheet would take for a formula gets an apostrophe in front: names come from people, and the
 * file is opened by an administrator.
 */
export function writeCsv(rows: (string | number | boolean | null)[][]): string {
  return rows.map((row) => `${row.map(writeField).join(',')}\r\n`).join('');
}

function writeField(value: string | number | boolean | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
