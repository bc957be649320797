'use client';
/** The groups: to choose whose members are shown, and to make, rename and delete them. */
import { Ellipsis, Pencil, Plus, Trash2, User, Users } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { createGroup, deleteGroup, renameGroup, type ContactGroup } from '#client/contacts/contacts.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  groups: ContactGroup[];
  chosen: string | null;
  /** How many contacts there are in all, when that is known. */
  total: number | null;
  onChoose: (id: string | null) => void;
  onChanged: () => Promise<void>;
}

export function ContactGroups({ groups, chosen, total, onChoose, onChanged }: Props) {
  const t = useTranslations('contacts');
  const ui = useTranslations('ui');
  const [named, setNamed] = useState<ContactGroup | 'new' | null>(null);
  const [asked, setAsked] = useState<ContactGroup | null>(null);
  const row = (here: boolean) =>
    `flex h-8 min-w-0 items-center gap-3 rounded-control px-3 text-start ${here ? 'bg-selected font-semibold [&_svg]:text-accent' : 'text-fg-2 hover:bg-hover'}`;
  return (
    <nav aria-label={t('groups')} className="flex min-h-0 flex-col gap-px overflow-y-auto border-e border-border p-3 max-lg:hidden">
      <button type="button" aria-pressed={chosen === null} onClick={() => onChoose(null)} className={`${row(chosen === null)} flex-none`}>
        <User size={18} strokeWidth={1.75} aria-hidden />
        <span className="flex-1 truncate">{t('all')}</span>
        {total !== null && <span className="text-[12px] font-normal text-fg-3 tabular-nums">{total}</span>}
      </button>
      <div className="mt-4 flex h-8 items-center ps-3">
        <h2 className="flex-1 text-[12px] font-semibold text-fg-3">{t('groups')}</h2>
        <IconButton label={t('newGroup')} size="sm" onClick={() => setNamed('new')}>
          <Plus size={16} aria-hidden />
        </IconButton>
      </div>
      {groups.map((group) => (
        <div key={group.id} className="flex items-center">
          <button
            type="button"
            aria-pressed={chosen === group.id}
            onClick={() => onChoose(group.id)}
            className={`${row(chosen === group.id)} flex-1`}
          >
            <Users size={18} strokeWidth={1.75} className="flex-none" aria-hidden />
            <span dir="auto" className="flex-1 truncate">
              {group.name}
            </span>
            <span className="text-[12px] font-normal text-fg-3 tabular-nums">{group.members.length}</span>
          </button>
          <IconMenu
            label={t('moreFor', { name: group.name })}
            actions={[
              { label: t('rename'), icon: Pencil, onSelect: () => setNamed(group) },
              { label: ui('delete'), icon: Trash2, onSelect: () => setAsked(group) },
            ]}
          >
            <Ellipsis size={16} aria-hidden />
          </IconMenu>
        </div>
      ))}
      {groups.length === 0 && <p className="px-3 text-[12px] leading-4 text-fg-3">{t('noGroups')}</p>}
      {named && (
        <GroupDialog
          group={named === 'new' ? null : named}
          onClose={() => setNamed(null)}
          onSaved={() => {
            setNamed(null);
            void onChanged();
          }}
        />
      )}
      {asked && (
        <AskDialog
          question={t('deleteGroup', { name: asked.name })}
          consequence={t('deleteGroupMeans')}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await deleteGroup(asked.id);
            onChoose(null);
            await onChanged();
          }}
        />
      )}
    </nav>
  );
}

function GroupDialog({ group, onClose, onSaved }: { group: ContactGroup | null; onClose: () => void; onSaved: () => void }) {
  const t = useTranslations('contacts');
  const ui = useTranslations('ui');
  const [name, setName] = useState(group?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <Modal title={group ? t('rename') : t('newGroup')} onClose={onClose}>
      <form
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          (group ? renameGroup(group.id, name.trim()) : createGroup(name.trim())).then(onSaved, (error: unknown) =>
            setProblem(wordsOf(error)),
          );
        }}
      >
        <TextField
          label={t('groupName')}
          value={name}
          required
          autoFocus
          maxLength={200}
          dir="auto"
          onChange={(event) => setName(event.target.value)}
        />
        <Notice state={{ ok: false, message: problem }} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={name.trim() === ''}>
            {ui('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
