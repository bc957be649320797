'use client';
/** Above the list: the search, and what is done with many contacts at once. */
import { Download, Ellipsis, Merge, Plus, Search, Send, Upload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef, type RefObject } from 'react';
import { exportContacts, importContacts, type Contact, type ContactGroup } from '#client/contacts/contacts.ts';
import { writeTo } from '#client/contacts/write-to.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';

interface Props {
  search: RefObject<HTMLInputElement | null>;
  text: string;
  groups: ContactGroup[];
  groupId: string | null;
  shown: Contact[];
  onText: (text: string) => void;
  onGroup: (id: string | null) => void;
  onNew: () => void;
  onMerge: () => void;
  onSaid: (said: string) => void;
  onChanged: () => Promise<void>;
}

export function ContactBar({ search, text, groups, groupId, shown, onText, onGroup, onNew, onMerge, onSaid, onChanged }: Props) {
  const t = useTranslations('contacts');
  const picker = useRef<HTMLInputElement>(null);
  async function take(file: File): Promise<void> {
    try {
      const result = await importContacts(file);
      onSaid(t('imported', { ...result }));
      await onChanged();
    } catch (error) {
      onSaid(wordsOf(error));
    }
  }
  async function give(): Promise<void> {
    try {
      const everyone = groupId === null && text === '';
      location.assign(await exportContacts(everyone ? null : shown.map(({ id }) => id), 'contacts.vcf'));
    } catch (error) {
      onSaid(wordsOf(error));
    }
  }
  const withEmail = shown.filter(({ emails }) => Object.keys(emails ?? {}).length > 0);
  return (
    <header className="flex flex-none flex-wrap items-center gap-1 border-b border-border p-2">
      <div role="search" className="relative min-w-0 flex-1">
        <Search size={16} className="pointer-events-none absolute start-3 top-2.5 text-fg-3" aria-hidden />
        <input
          ref={search}
          type="search"
          aria-label={t('search')}
          placeholder={t('search')}
          value={text}
          onChange={(event) => onText(event.target.value)}
          className="h-9 w-full rounded-full border border-border bg-surface ps-9 pe-3 outline-none placeholder:text-fg-3 focus:border-accent max-sm:text-[16px]"
        />
      </div>
      <IconButton label={t('new')} className="max-sm:size-11" onClick={onNew}>
        <Plus size={18} aria-hidden />
      </IconButton>
      <IconMenu
        label={t('more')}
        actions={[
          ...(withEmail.length > 0 && withEmail.length <= 100
            ? [{ label: t('writeToShown', { count: withEmail.length }), icon: Send, onSelect: () => writeTo(withEmail) }]
            : []),
          { label: t('import'), icon: Upload, onSelect: () => picker.current?.click() },
          { label: groupId === null && text === '' ? t('export') : t('exportShown'), icon: Download, onSelect: () => void give() },
          { label: t('duplicates'), icon: Merge, onSelect: onMerge },
        ]}
      >
        <Ellipsis size={18} aria-hidden />
      </IconMenu>
      <input
        ref={picker}
        type="file"
        accept=".vcf,text/vcard"
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void take(file);
          event.target.value = '';
        }}
      />
      {groups.length > 0 && (
        <SelectField
          aria-label={t('groups')}
          value={groupId ?? ''}
          options={[{ value: '', name: t('all') }, ...groups.map(({ id, name }) => ({ value: id, name }))]}
          onChange={(event) => onGroup(event.target.value || null)}
          className="w-full lg:hidden"
        />
      )}
    </header>
  );
}
