/**
 * `:matches` (RFC 5228 §2.7.1): `*` is any number of characters, `?` is one, a backslash takes a sign as it is. Time is bounded by the
 * product of the lengths: only the last `*` is ever tried again, which also makes each as short as can be (RFC 5229 §3.2).
 */

interface Wildcards {
  /** The signs, each alone. */
  signs: string[];
  /** For each sign: 0 plain, 1 `?`, 2 `*`. */
  kinds: Uint8Array;
}

/** What the whole, then each wildcard stands for; null when it does not match. `value` and `pattern` are compared by `form`. */
export function matchWildcards(
  value: string,
  pattern: string,
  form: (text: string) => string,
  spend: (steps: number) => void,
): string[] | null {
  const { signs, kinds } = compile(pattern);
  const whole = form(value);
  // Mostly a character is one unit and its form another; where it is not (an emoji, ß), lists of characters are compared.
  const simple = whole.length === value.length && !/[\ud800-\udfff]/.test(value);
  const text: ArrayLike<string> = simple ? value : [...value];
  const textForms: ArrayLike<string> = simple ? whole : Array.from(value, form);
  const signForms = signs.map(form);
  const ends: [from: number, to: number][] = [];
  let at = 0;
  let sign = 0;
  let star = -1;
  let steps = 0;
  while (at < text.length) {
    if (++steps >= 1024) {
      spend(steps);
      steps = 0;
    }
    if (sign < signs.length && kinds[sign] === 2) {
      ends[sign] = [at, at];
      star = sign++;
    } else if (sign < signs.length && (kinds[sign] === 1 || textForms[at] === signForms[sign])) {
      if (kinds[sign] === 1) ends[sign] = [at, at + 1];
      at++;
      sign++;
    } else if (star >= 0) {
      const [from = 0, to = 0] = ends[star] ?? [];
      at = to + 1;
      ends[star] = [from, at];
      sign = star + 1;
    } else return null;
  }
  spend(steps);
  while (sign < signs.length && kinds[sign] === 2) ends[sign++] = [at, at];
  if (sign < signs.length) return null;
  return [value, ...ends.filter(Boolean).map(([from, to]) => piece(text, from, to))];
}

const piece = (text: ArrayLike<string>, from: number, to: number): string =>
  typeof text === 'string' ? text.slice(from, to) : Array.from(text).slice(from, to).join('');

function compile(pattern: string): Wildcards {
  const signs: string[] = [];
  const kinds: number[] = [];
  let escaped = false;
  for (const character of pattern) {
    if (!escaped && character === '\\') {
      escaped = true;
      continue;
    }
    signs.push(character);
    kinds.push(escaped ? 0 : character === '*' ? 2 : character === '?' ? 1 : 0);
    escaped = false;
  }
  return { signs, kinds: Uint8Array.from(kinds) };
}
