/** Postgres keeps no NUL in text, and no halves of surrogate pairs. */
export const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '\uFFFD');

/**
 * The same for a whole document. JSON.stringify writes exactly these as escapes (well-formed JSON.stringify of ECMAScript), so one look at
 * the text tells; an escaped backslash before the `u` is text that only looks like it.
 */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return json.replaceAll(/\\(?:u(?:0000|d[89a-f][0-9a-f]{2})|[^])/g, (found) => (found.length > 2 ? '\\ufffd' : found));
}
