import { spokenLanguage } from './words.ts';

/** A number of octets as people read it, in thousands. */
export function formatSize(octets: number, language: string = spokenLanguage()): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(3, Math.floor(Math.log(Math.max(1, octets)) / Math.log(1000)));
  const value = octets / 1000 ** power;
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: units[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: value < 10 && power > 0 ? 1 : 0,
  }).format(value);
}
