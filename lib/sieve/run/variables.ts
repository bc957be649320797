/** Variables (RFC 5229), and those that scripts share (RFC 6609 §3.4). Names are compared without case. */
import { sieveLimits } from '../limits.ts';

export class Variables {
  readonly #own = new Map<string, string>();
  readonly #global: Map<string, string>;
  /** Names that this script declared global. */
  readonly #shared = new Set<string>();
  /** `${0}` and on, of the last successful `:matches`. */
  matches: readonly string[] = [];

  constructor(global = new Map<string, string>()) {
    this.#global = global;
  }

  /** For an included script: its own variables, the same global ones. */
  within(): Variables {
    return new Variables(this.#global);
  }

  /** False: this script has set one of its own by that name (RFC 6609 §3.4.1). */
  declareGlobal(name: string): boolean {
    const key = name.toLowerCase();
    if (this.#own.has(key)) return false;
    this.#shared.add(key);
    return true;
  }

  get(name: string): string {
    const { map, key } = this.#place(name);
    return map.get(key) ?? '';
  }

  /** False: there are too many. */
  set(name: string, value: string): boolean {
    const { map, key } = this.#place(name);
    if (!map.has(key) && map.size >= sieveLimits.variables) return false;
    map.set(key, cut(value));
    return true;
  }

  /** RFC 5229 §3: what is no reference stays as it is. */
  expand(text: string): string {
    if (!text.includes('${')) return text;
    const expanded = text.replaceAll(
      /\$\{(?:([0-9]{1,9})|((?:[A-Za-z_][A-Za-z0-9_]*\.)*[A-Za-z_][A-Za-z0-9_]*))\}/g,
      (whole, number?: string, name?: string) => {
        if (number !== undefined) return this.matches[Number(number)] ?? '';
        if (name === undefined) return whole;
        // A name space that is not there: the reference is unknown, and empty.
        if (name.includes('.') && !/^global\.[^.]+$/i.test(name)) return '';
        return this.get(name);
      },
    );
    return cut(expanded, sieveLimits.variableLength * 8);
  }

  #place(name: string): { map: Map<string, string>; key: string } {
    const lower = name.toLowerCase();
    if (lower.startsWith('global.')) return { map: this.#global, key: lower.slice(7) };
    return { map: this.#shared.has(lower) ? this.#global : this.#own, key: lower };
  }
}

/** Never half a character. */
const cut = (text: string, most: number = sieveLimits.variableLength): string =>
  text.length > most ? text.slice(0, most).toWellFormed() : text;

/** The modifiers of `set` (RFC 5229 §4.1, RFC 5435 §6), higher precedence first. */
export const modifiers: readonly [tag: string, change: (value: string) => string][] = [
  [':lower', (value) => value.toLowerCase()],
  [':upper', (value) => value.toUpperCase()],
  [':lowerfirst', (value) => first(value, (letter) => letter.toLowerCase())],
  [':upperfirst', (value) => first(value, (letter) => letter.toUpperCase())],
  [':quotewildcard', (value) => value.replaceAll(/[*?\\]/g, '\\$&')],
  [':encodeurl', encodeUrl],
  [':length', (value) => String([...value].length)],
];

function first(value: string, change: (letter: string) => string): string {
  const [letter = '', ...rest] = value;
  return change(letter) + rest.join('');
}

/** RFC 3986 §2.3: all but the unreserved characters. */
function encodeUrl(value: string): string {
  let out = '';
  for (const octet of new TextEncoder().encode(value)) {
    const character = String.fromCharCode(octet);
    out += /[A-Za-z0-9._~-]/.test(character) ? character : `%${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}
