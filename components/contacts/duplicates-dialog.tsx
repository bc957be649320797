'use client';
/** Contacts that seem to be the same person, to be made one. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { listContacts, mergeContacts, type Contact, type ContactGroup } from '#client/contacts/contacts.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { findDuplicates, mergedPatch } from '#lib/contacts/duplicates.ts';
import { displayName } from '#lib/contacts/names.ts';
import { Button } from '#components/ui/button.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ContactPicture } from './contact-picture.tsx';

export function DuplicatesDialog({ groups, onClose, onMerged }: { groups: ContactGroup[]; onClose: () => void; onMerged: () => void }) {
  const t = useTranslations('contacts');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const loaded = useLoaded(async () => {
    const all = (await listContacts('', null)).map((card) => ({ id: card.id, card, size: JSON.stringify(card).length }));
    // The fullest of them is the one that stays.
    return findDuplicates(all).map((set) => set.sort((a, b) => b.size - a.size).map(({ card }) => card));
  });
  async function merge(sets: Contact[][]): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      for (const [kept, ...others] of sets) if (kept) await mergeContacts(kept, others, mergedPatch([kept, ...others]), groups);
    } catch (error) {
      setProblem(wordsOf(error));
    }
    await loaded.reload();
    setBusy(false);
    onMerged();
  }
  const sets = loaded.value;
  return (
    <Modal
      title={t('duplicates')}
      onClose={onClose}
      foot={
        sets && sets.length > 1 ? (
          <Button variant="primary" disabled={busy} onClick={() => void merge(sets)}>
            {t('mergeAll', { count: sets.length })}
          </Button>
        ) : undefined
      }
    >
      {!sets && <LoadState problem={loaded.problem} onRetry={() => void loaded.reload()} />}
      {sets?.length === 0 && <p className="py-6 text-center text-fg-2">{t('noDuplicates')}</p>}
      <Notice state={{ ok: false, message: problem ?? (sets && loaded.problem) }} />
      <ul className="grid gap-3">
        {sets?.map((set) => (
          <li key={set.map(({ id }) => id).join(' ')} className="rounded-card border border-border p-3">
            <ul className="grid gap-2">
              {set.map((contact) => (
                <li key={contact.id} className="flex items-center gap-3">
                  <ContactPicture contact={contact} size={28} />
                  <span className="min-w-0 flex-1 text-[13px] leading-4.5">
                    <b dir="auto" className="block truncate font-medium">
                      {displayName(contact) || t('nameless')}
                    </b>
                    <span className="block truncate text-fg-3">
                      {[
                        ...Object.values(contact.emails ?? {}).map(({ address }) => address),
                        ...Object.values(contact.phones ?? {}).map(({ number }) => number),
                      ].join(', ')}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
            <div className="mt-3 flex justify-end">
              <Button
                size="sm"
                disabled={busy}
                aria-label={t('mergeOne', { name: set[0] ? displayName(set[0]) : '' })}
                onClick={() => void merge([set])}
              >
                {t('merge', { count: set.length })}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
