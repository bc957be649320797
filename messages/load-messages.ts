/** Reads the catalogue of one language. Server only: the browser gets what its page was given. */
import type { Language } from '#lib/i18n/language.ts';
import { rooms, type Messages } from './rooms.ts';

export async function loadMessages(language: Language): Promise<Messages> {
  const found = await Promise.all(
    rooms.map(async (room) => {
      const { default: messages } = (await import(`./${language}/${room}.json`)) as { default: unknown };
      return [room, messages] as const;
    }),
  );
  return Object.fromEntries(found) as unknown as Messages; // catalogues.test.ts: the same keys in all languages
}
