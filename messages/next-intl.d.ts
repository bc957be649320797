import type { Language } from '#lib/i18n/language.ts';
import type { Messages as Catalogue } from './rooms.ts';

declare module 'next-intl' {
  interface AppConfig {
    Locale: Language;
    Messages: Catalogue;
  }
}
