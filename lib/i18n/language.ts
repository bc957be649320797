/** The languages that the interface speaks: which one a browser wants, and which way it is written. */
import { languages, type AccountSettings } from '../settings/account-settings.ts';

export type Language = AccountSettings['language'];

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

export const isLanguage = (value: unknown): value is Language => languages.some((one) => one === value);

/** The best of ours for an Accept-Language header (RFC 9110 §12.5.4): by weight, then as listed; `de-AT` is served with `de`. */
export function negotiateLanguage(accepted: string): Language {
  const wanted = accepted
    .split(',')
    .map((item) => {
      const [tag = '', ...parameters] = item
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1);
      return { primary: tag.split('-')[0] ?? '', weight: weight >= 0 && weight <= 1 ? weight : 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight);
  for (const { primary } of wanted) {
    if (primary === '*') return 'en';
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}
