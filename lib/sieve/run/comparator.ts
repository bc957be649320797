/** Comparators (RFC 4790 §9, RFC 5051): equality, substrings and order of two texts. */
import type { Comparator } from '../check/capabilities.ts';

/** What is compared in place of the text; equal forms are equal texts. Numbers have none (see `compare`). */
export function formOf(comparator: Comparator, text: string): string {
  switch (comparator) {
    case 'i;octet':
    case 'i;ascii-numeric':
      return text;
    case 'i;ascii-casemap':
      return /[a-z]/.test(text) ? text.replaceAll(/[a-z]+/g, (letters) => letters.toUpperCase()) : text;
    case 'i;unicode-casemap':
      // RFC 5051 §2: title-cased, then decomposed.
      return text.normalize('NFKD').toUpperCase().normalize('NFKD');
  }
}

/** Below zero, zero or above, of texts as they are written. */
export function compare(comparator: Comparator, left: string, right: string): number {
  if (comparator === 'i;ascii-numeric') return compareNumbers(left, right);
  const [a, b] = [formOf(comparator, left), formOf(comparator, right)];
  return a === b ? 0 : a < b ? -1 : 1;
}

/** RFC 4790 §9.1.1: leading digits count; text without any is positive infinity, equal to itself alone. Of any length. */
function compareNumbers(left: string, right: string): number {
  const [a, b] = [digitsOf(left), digitsOf(right)];
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a.length - b.length || (a === b ? 0 : a < b ? -1 : 1);
}

const digitsOf = (text: string): string | null => /^[0-9]+/.exec(text)?.[0].replace(/^0+(?=\d)/, '') ?? null;
