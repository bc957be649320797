/** Rights on a mailbox (RFC 4314 §2.1): a string of letters, always in this order. */
export const allRights = 'lrswipkxtea';

/** Letters in their order, each once; the old `c` and `d` stand for what they became (RFC 4314 §2.1.1). Null when one is unknown. */
export function readRights(text: string): string | null {
  const letters = text.replaceAll('c', 'kx').replaceAll('d', 'te');
  if (!/^[a-z]*$/.test(letters) || [...letters].some((letter) => !allRights.includes(letter))) return null;
  return [...allRights].filter((letter) => letters.includes(letter)).join('');
}

/** With the old letters at the end, for programs that know only these (RFC 4314 §2.1.1). */
export function writeRights(rights: string): string {
  const create = /[kx]/.test(rights) ? 'c' : '';
  const remove = /[te]/.test(rights) ? 'd' : '';
  return `${rights}${create}${remove}` || '""';
}

export function addRights(rights: string, more: string): string {
  return [...allRights].filter((letter) => rights.includes(letter) || more.includes(letter)).join('');
}

export function removeRights(rights: string, less: string): string {
  return [...rights].filter((letter) => !less.includes(letter)).join('');
}
