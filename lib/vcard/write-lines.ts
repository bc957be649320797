/** Writing content lines (RFC 6350 §3.2, RFC 6868). */
export type Params = Record<string, string | readonly string[] | undefined>;

export const escapeText = (text: string): string => text.replaceAll(/[\\,;]/g, '\\$&').replaceAll(/\r\n|\r|\n/g, '\\n');

/** Components of lists of values; trailing empty components are kept, as programs count them. */
export function writeStructured(components: readonly (readonly string[])[]): string {
  return components.map((values) => values.map(escapeText).join(',')).join(';');
}

/** One line, folded at 75 octets, with its CRLF. The value is taken as it is: escaped where it has to be. */
export function contentLine(name: string, params: Params, value: string): string {
  const written = Object.entries(params).flatMap(([key, given]) => {
    const values = given === undefined ? [] : typeof given === 'string' ? [given] : given;
    return values.length === 0 ? [] : [`;${key.toUpperCase()}=${values.map(paramValue).join(',')}`];
  });
  return fold(`${name}${written.join('')}:${value.replaceAll(/[\r\n]+/g, ' ')}`);
}

function paramValue(value: string): string {
  const safe = value
    .replaceAll('^', '^^')
    .replaceAll(/\r\n|\r|\n/g, '^n')
    .replaceAll('"', "^'")
    .replaceAll(/\p{Cc}/gu, '');
  return /^[A-Za-z0-9_./-]*$/.test(safe) ? safe : `"${safe}"`;
}

const width = 75; // octets, without the line break

function fold(line: string): string {
  let output = '';
  let used = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const octets = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (used + octets > width) {
      output += '\r\n ';
      used = 1;
    }
    output += character;
    used += octets;
  }
  return `${output}\r\n`;
}
