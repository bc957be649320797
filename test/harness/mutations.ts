/** Random damage to what a client says, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const nasty = [
  '(',
  ')',
  '"',
  '\\',
  '{5}',
  '{5+}',
  '{4294967295}',
  '~{3}',
  '*',
  '%',
  '\0',
  '\r',
  '\n',
  '\r\n',
  ' ',
  '[',
  ']',
  '<0.1>',
  '4294967296',
  '-1',
  'NIL',
  '$',
  '&',
  '\u00ff',
  '))))',
  '((((',
  '1:*,*:1',
];

/** One to five changes: octets lost, doubled, flipped, cut off, or something nasty put in. */
export function mutate(line: string, random: () => number): string {
  let text = line;
  const at = () => Math.floor(random() * (text.length + 1));
  for (let n = 1 + Math.floor(random() * 5); n > 0; n--) {
    const [from, to] = [at(), at()].sort((a, b) => a - b) as [number, number];
    const kind = Math.floor(random() * 6);
    if (kind === 0) text = text.slice(0, from) + text.slice(Math.min(to, from + 20));
    else if (kind === 1) text = text.slice(0, to) + text.slice(from, to).slice(0, 50) + text.slice(to);
    else if (kind === 2) text = text.slice(0, from) + String.fromCharCode(Math.floor(random() * 256)) + text.slice(from + 1);
    else if (kind === 3) text = text.slice(0, from) + (nasty[Math.floor(random() * nasty.length)] ?? '') + text.slice(from);
    else if (kind === 4) text = text.slice(0, Math.max(from, 3));
    else text = text.replace(/\d+/, () => String(Math.floor(random() * 2 ** 33)));
  }
  return text;
}
