/** Gives the client components below it the rooms of the catalogue that they speak, in the one language of the page. */
import { NextIntlClientProvider } from 'next-intl';
import { getMessages } from 'next-intl/server';
import type { ReactNode } from 'react';
import { ShareWords } from '#components/i18n/share-words.tsx';
import type { Messages, Room } from '#messages/rooms.ts';

export async function Rooms({ names, children }: { names: readonly Room[]; children: ReactNode }) {
  const all: Messages = await getMessages();
  const messages: Partial<Messages> = Object.fromEntries(names.map((name) => [name, all[name]]));
  return (
    <NextIntlClientProvider messages={messages}>
      <ShareWords />
      {children}
    </NextIntlClientProvider>
  );
}
