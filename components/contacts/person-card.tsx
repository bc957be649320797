'use client';
/** Who somebody is (person-popover.tsx): the contact, if there is one, and what can be done with the address. */
import { Copy, Mail, Search, UserPlus, UserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Suspense, useEffect, useState, type RefObject } from 'react';
import { openCompose } from '#client/compose/open-compose.ts';
import { formatRecipient } from '#client/compose/recipients.ts';
import type { Contact } from '#client/contacts/contacts.ts';
import { addPerson, contactOf } from '#client/contacts/person.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { displayName } from '#lib/contacts/names.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { PopoverAt } from '#components/ui/popover-at.tsx';
import { ContactPicture } from './contact-picture.tsx';

interface Props {
  name: string | null;
  email: string;
  /** What was pressed for it. */
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
}

export function PersonCard({ name, email, anchor, onClose }: Props) {
  const t = useTranslations('compose.person');
  const [contact, setContact] = useState<Contact | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    contactOf(email).then(setContact, (error: unknown) => {
      setProblem(wordsOf(error));
    });
  }, [email]);
  async function add(): Promise<void> {
    try {
      const id = await addPerson(name, email);
      location.assign(`/contacts/${encodeURIComponent(id)}`);
    } catch (error) {
      setProblem(wordsOf(error));
    }
  }
  const shown = contact ? displayName(contact) : (name ?? email);
  const detail =
    contact &&
    [Object.values(contact.titles ?? {})[0]?.name, Object.values(contact.organizations ?? {})[0]?.name].filter(Boolean).join(', ');
  const phones = Object.values(contact?.phones ?? {});
  const row = 'flex min-h-8 w-full items-center gap-2.5 rounded-control px-2 text-start text-[13px] text-fg hover:bg-hover max-sm:min-h-11';
  const icon = { size: 16, strokeWidth: 1.75, className: 'flex-none text-fg-2', 'aria-hidden': true } as const;
  const initials = <Avatar name={shown} email={email} size={44} />;
  return (
    <PopoverAt label={shown} anchor={anchor} className="w-76" onClose={onClose}>
      <div className="flex items-center gap-3 px-2 pt-2 pb-3">
        {contact ? (
          <Suspense fallback={initials}>
            <ContactPicture contact={contact} size={44} />
          </Suspense>
        ) : (
          initials
        )}
        <div className="min-w-0">
          <b dir="auto" className="block truncate font-semibold">
            {shown}
          </b>
          <span dir="ltr" className="block truncate text-[12px] leading-4 text-fg-3">
            {email}
          </span>
          {detail && <span className="block truncate text-[12px] leading-4 text-fg-2">{detail}</span>}
        </div>
      </div>
      {phones.map(({ number }) => (
        <a key={number} href={`tel:${number.replaceAll(/[^\d+]/g, '')}`} dir="ltr" className={`${row} text-accent`}>
          {number}
        </a>
      ))}
      <button
        type="button"
        className={row}
        onClick={() => {
          onClose();
          openCompose({ kind: 'new', to: formatRecipient({ name: shown === email ? null : shown, email }) });
        }}
      >
        <Mail {...icon} />
        {t('write')}
      </button>
      <a href={`/mail/search?q=${encodeURIComponent(`from:${email} OR to:${email}`)}`} className={`${row} no-underline`}>
        <Search {...icon} />
        {t('mail')}
      </a>
      <button type="button" className={row} onClick={() => void navigator.clipboard.writeText(email).then(onClose)}>
        <Copy {...icon} />
        {t('copy')}
      </button>
      {contact ? (
        <a href={`/contacts/${encodeURIComponent(contact.id)}`} className={`${row} no-underline`}>
          <UserRound {...icon} />
          {t('open')}
        </a>
      ) : (
        <button type="button" className={row} onClick={() => void add()}>
          <UserPlus {...icon} />
          {t('add')}
        </button>
      )}
      {problem && (
        <p role="alert" className="px-2 py-1.5 text-[12px] text-danger">
          {problem}
        </p>
      )}
    </PopoverAt>
  );
}
