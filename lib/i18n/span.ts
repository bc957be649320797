/** How long something took, in its two largest units: `5 min 14 sec`, `0.7 sec`. */
const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

export function spanOf(ms: number, locale: string): string {
  const say = (value: number, unit: string, digits = 0) =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits: digits }).format(value);
  const seconds = Math.max(0, ms / 1000);
  if (seconds < 10) return say(seconds, 'second', 1);
  let rest = Math.round(seconds);
  const parts: string[] = [];
  const first = units.findIndex(([, length]) => rest >= length);
  for (const [unit, length] of units.slice(first, first + 2)) {
    const value = Math.floor(rest / length);
    if (value > 0) parts.push(say(value, unit));
    rest %= length;
  }
  return parts.join(' ');
}
