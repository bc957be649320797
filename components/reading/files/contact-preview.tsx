'use client';
import { UserPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { displayName } from '#lib/contacts/names.ts';
import { cardsOf } from '#lib/vcard/to-card.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { wordsOf } from '#client/i18n/words-of.ts';
import { decodeUnlabelledBytes } from '#client/reading/files/decode-text.ts';
import type { ReadPart } from '#client/reading/files/readable.ts';
import { saveContacts } from '#client/reading/files/save-contacts.ts';

/** The people in a vCard file, and the way into one's own contacts. */
export function ContactPreview({ part, bytes }: { part: ReadPart; bytes: Uint8Array<ArrayBuffer> }) {
  const t = useTranslations('reading');
  const [said, setSaid] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const cards = useMemo(() => cardsOf(decodeUnlabelledBytes(bytes).replaceAll('\0', ''), () => crypto.randomUUID()), [bytes]);
  if (cards.length === 0) return <p role="alert">{t('noContacts')}</p>;
  const save = async () => {
    setBusy(true);
    try {
      const { created, skipped } = await saveContacts(part);
      setSaid(created === 0 ? t('contactsKnown', { count: skipped }) : t('contactsSaved', { count: created }));
    } catch (error) {
      setSaid(wordsOf(error));
    }
    setBusy(false);
  };
  return (
    <>
      <ul className="grid gap-2">
        {cards.slice(0, 50).map((card, index) => {
          const name = displayName(card);
          const emails = Object.values(card.emails ?? {}).map(({ address }) => address);
          const phones = Object.values(card.phones ?? {}).map(({ number }) => number);
          return (
            <li key={index} className="flex items-center gap-3 rounded-card border border-border p-3">
              <Avatar name={name} email={emails[0] ?? name} size={36} />
              <span className="grid min-w-0 text-[13px] leading-5">
                <b className="truncate font-semibold" dir="auto">
                  {name}
                </b>
                {[...emails, ...phones].map((line) => (
                  <span key={line} className="truncate text-fg-2" dir="ltr">
                    {line}
                  </span>
                ))}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="mt-3 flex items-center justify-end gap-3">
        <span role="status" className="me-auto text-[13px] text-fg-2">
          {said}
        </span>
        <Button variant="primary" disabled={isBusy || said !== null} onClick={() => void save()}>
          <UserPlus size={16} strokeWidth={1.75} aria-hidden />
          {t('saveContacts', { count: cards.length })}
        </Button>
      </div>
    </>
  );
}
