'use client';
/**
 * The contacts: groups at the side, the list, and one of them. The address names the open one; Back leads back to the list. The address
 * changes without the router, which would make the page anew for each contact, and forget what was searched.
 */
import { useTranslations } from 'next-intl';
import { usePathname } from 'next/navigation';
import { Suspense, useDeferredValue, useEffect, useRef, useState } from 'react';
import { createContact, listContacts, loadGroups } from '#client/contacts/contacts.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { LoadState } from '#components/ui/load-state.tsx';
import { ContactBar } from './contact-bar.tsx';
import { ContactEditor } from './contact-editor.tsx';
import { ContactGroups } from './contact-groups.tsx';
import { ContactList } from './contact-list.tsx';
import { ContactView } from './contact-view.tsx';
import { DuplicatesDialog } from './duplicates-dialog.tsx';

export function ContactsPage() {
  const t = useTranslations('contacts');
  const openId = idIn(usePathname());
  const [groupId, setGroupId] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [editing, setEditing] = useState<'new' | 'open' | null>(null);
  const [shownId, setShownId] = useState(openId);
  if (shownId !== openId) {
    setShownId(openId);
    if (editing === 'open') setEditing(null); // Back leaves the contact, and the form that was about it
  }
  const [merging, setMerging] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const groups = useLoaded(loadGroups);
  const group = groups.value?.find(({ id }) => id === groupId) ?? null;
  const wanted = useDeferredValue(text);
  const members = group?.members.join('\n') ?? null;
  const contacts = useLoaded(() => listContacts(wanted, members === null ? null : members.split('\n').filter(Boolean)));
  const { reload } = contacts;
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) void reload();
    isFirst.current = false;
  }, [wanted, members, reload]);
  const go = (id: string | null) => {
    setEditing(null);
    history.pushState(null, '', id ? `/contacts/${encodeURIComponent(id)}` : '/contacts');
  };
  const reloadAll = async () => void (await Promise.all([groups.reload(), reload()]));
  const open = contacts.value?.find(({ id }) => id === openId) ?? null;
  function onKeyDown(event: React.KeyboardEvent): void {
    const at = event.target instanceof Element ? event.target.closest('input,textarea,select,[contenteditable],dialog') : null;
    if (at || event.ctrlKey || event.metaKey || event.altKey) return;
    const list = contacts.value ?? [];
    const position = list.findIndex(({ id }) => id === openId);
    const step = (by: number) => {
      const next = list[Math.max(0, Math.min(list.length - 1, position + by))];
      if (next) go(next.id);
    };
    if (event.key === '/') search.current?.focus();
    else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else if (event.key === 'n') setEditing('new');
    else if (event.key === 'e' && open) setEditing('open');
    else if (event.key === 'Escape' && openId) go(null);
    else return;
    event.preventDefault();
  }
  return (
    <div
      onKeyDown={onKeyDown}
      className="grid min-h-0 flex-1 grid-cols-[220px_minmax(260px,360px)_minmax(0,1fr)] max-lg:grid-cols-[minmax(240px,320px)_minmax(0,1fr)] max-md:grid-cols-1"
    >
      <ContactGroups
        groups={groups.value ?? []}
        chosen={groupId}
        total={groupId === null && text === '' ? (contacts.value?.length ?? null) : null}
        onChoose={setGroupId}
        onChanged={reloadAll}
      />
      <section
        aria-label={t('list')}
        className={`flex min-h-0 flex-col border-e border-border ${openId || editing ? 'max-md:hidden' : ''}`}
      >
        <ContactBar
          search={search}
          text={text}
          groups={groups.value ?? []}
          groupId={groupId}
          shown={contacts.value ?? []}
          onText={setText}
          onGroup={setGroupId}
          onNew={() => setEditing('new')}
          onMerge={() => setMerging(true)}
          onSaid={setSaid}
          onChanged={reloadAll}
        />
        {said && (
          <p role="status" className="border-b border-hairline bg-success-soft px-4 py-2 text-[13px] text-success">
            {said}
          </p>
        )}
        {contacts.value ? (
          <ContactList contacts={contacts.value} openId={openId} isSearch={text !== ''} onOpen={go} />
        ) : (
          <LoadState problem={contacts.problem} onRetry={() => void reload()} />
        )}
      </section>
      <section aria-label={t('contact')} className={`min-h-0 overflow-y-auto ${openId || editing ? '' : 'max-md:hidden'}`}>
        {editing ? (
          <ContactEditor
            key={editing === 'new' ? 'new' : openId}
            contact={editing === 'new' ? null : open}
            onCancel={() => setEditing(null)}
            onCreate={async (card) => {
              const id = await createContact(card);
              await reload();
              go(id);
            }}
            onSaved={async () => {
              await reload();
              setEditing(null);
            }}
          />
        ) : openId ? (
          <Suspense fallback={null}>
            <ContactView
              key={openId}
              id={openId}
              known={open}
              groups={groups.value ?? []}
              onBack={() => go(null)}
              onEdit={() => setEditing('open')}
              onChanged={reloadAll}
              onDeleted={async () => {
                await reloadAll();
                go(null);
              }}
            />
          </Suspense>
        ) : (
          <p className="grid h-full place-items-center p-8 text-fg-3">{t('choose')}</p>
        )}
      </section>
      {merging && <DuplicatesDialog groups={groups.value ?? []} onClose={() => setMerging(false)} onMerged={() => void reloadAll()} />}
    </div>
  );
}

function idIn(path: string): string | null {
  const [, , id] = path.split('/');
  return id ? decodeURIComponent(id) : null;
}
