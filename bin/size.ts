import { UsageError } from './usage-error.ts';

const units: Record<string, number> = { '': 1, K: 1024, M: 1024 ** 2, G: 1024 ** 3, T: 1024 ** 4 };

/** `5G`, `500M`, `none` → octets, or null for no limit. */
export function parseSize(text: string): number | null {
  if (text.toLowerCase() === 'none') return null;
  const match = /^(\d+(?:\.\d+)?)([KMGT]?)B?$/i.exec(text);
  if (!match) throw new UsageError(`"${text}" is not a size: write 500M, 5G or none.`);
  return Math.round(Number(match[1]) * (units[(match[2] ?? '').toUpperCase()] ?? 1));
}

export function formatSize(octets: number | null): string {
  if (octets === null) return 'unlimited';
  const unit = ['T', 'G', 'M', 'K'].find((name) => octets >= (units[name] ?? 1)) ?? '';
  const value = octets / (units[unit] ?? 1);
  return `${value >= 10 || unit === '' ? Math.round(value) : value.toFixed(1)}${unit ? ` ${unit}B` : ' B'}`;
}
