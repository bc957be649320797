'use client';
/** The list, only as many rows in the document as are seen. Arrow keys go from one to the next. */
import { Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { Contact } from '#client/contacts/contacts.ts';
import { displayName } from '#lib/contacts/names.ts';
import { ContactPicture } from './contact-picture.tsx';

interface Props {
  contacts: Contact[];
  openId: string | null;
  isSearch: boolean;
  onOpen: (id: string) => void;
}

export function ContactList({ contacts, openId, isSearch, onOpen }: Props) {
  const t = useTranslations('contacts');
  const list = useRef<VListHandle>(null);
  const at = contacts.findIndex(({ id }) => id === openId);
  useEffect(() => {
    if (at >= 0) list.current?.scrollToIndex(at, { align: 'nearest' });
  }, [at]);
  if (contacts.length === 0) {
    return (
      <div className="grid justify-items-center gap-2 px-6 py-16 text-center">
        <Users size={28} strokeWidth={1.5} className="text-fg-3" aria-hidden />
        <p className="font-medium">{isSearch ? t('noneFound') : t('none')}</p>
        {!isSearch && <p className="text-[13px] leading-5 text-fg-2">{t('noneAbout')}</p>}
      </div>
    );
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1, Home: -contacts.length, End: contacts.length }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const focused = document.activeElement?.getAttribute('data-at');
    const next = Math.max(0, Math.min(contacts.length - 1, Number(focused ?? Math.max(at, 0)) + by));
    list.current?.scrollToIndex(next, { align: 'nearest' });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-at="${next}"]`)?.focus());
  }
  const tabStop = Math.max(at, 0);
  return (
    <div role="list" aria-label={t('list')} className="min-h-0 flex-1" onKeyDown={onKeyDown}>
      <VList ref={list} itemSize={56}>
        {contacts.map((contact, index) => {
          const name = displayName(contact) || t('nameless');
          const detail = Object.values(contact.emails ?? {})[0]?.address ?? Object.values(contact.phones ?? {})[0]?.number ?? '';
          return (
            <div role="listitem" key={contact.id} aria-setsize={contacts.length} aria-posinset={index + 1}>
              <button
                type="button"
                data-at={index}
                tabIndex={index === tabStop ? 0 : -1}
                aria-current={contact.id === openId ? 'true' : undefined}
                onClick={() => onOpen(contact.id)}
                className={`flex h-14 w-full items-center gap-3 border-b border-hairline px-4 text-start outline-offset-[-2px] ${contact.id === openId ? 'bg-selected' : 'hover:bg-hover'}`}
              >
                <ContactPicture contact={contact} size={36} />
                <span className="min-w-0 flex-1">
                  <b dir="auto" className="block truncate leading-5 font-medium">
                    {name}
                  </b>
                  {detail !== name && <span className="block truncate text-[12px] leading-4 text-fg-3">{detail}</span>}
                </span>
              </button>
            </div>
          );
        })}
      </VList>
    </div>
  );
}
