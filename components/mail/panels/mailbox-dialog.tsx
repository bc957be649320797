'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { wordsOf } from '#client/i18n/words-of.ts';
import { hueOf, labelColors } from '#client/mail/mailboxes/label-colors.ts';
import { changeMailbox, deleteMailbox, makeMailbox } from '#client/mail/mailboxes/mailbox-changes.ts';
import { setMail, useMail, type MailState } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes } from '#client/mail/mailboxes/order-mailboxes.ts';
import { Sheet } from './sheet.tsx';

const close = () => setMail({ panel: null, editing: null });

/** A mailbox or label: made, renamed, put inside another, given a colour, or deleted. */
export function MailboxDialog() {
  const editing = useMail((state) => state.editing);
  const mailboxes = useMail((state) => state.mailboxes);
  if (!editing) return null;
  if (editing.kind === 'delete') return <DeleteMailbox id={editing.id} />;
  const current = editing.kind === 'rename' ? mailboxes.find(({ id }) => id === editing.id) : undefined;
  if (editing.kind === 'rename' && !current) return null;
  return <EditMailbox editing={editing} name={current?.name ?? ''} parentId={current?.parentId ?? null} color={current?.color ?? null} />;
}

interface EditProps {
  editing: Exclude<NonNullable<MailState['editing']>, { kind: 'delete' }>;
  name: string;
  parentId: string | null;
  color: string | null;
}

function EditMailbox({ editing, ...before }: EditProps) {
  const t = useTranslations('mail');
  const isNew = editing.kind === 'new';
  const mailboxes = useMail((state) => state.mailboxes);
  const [name, setName] = useState(before.name);
  const [parentId, setParent] = useState(isNew ? editing.parentId : before.parentId);
  const [color, setColor] = useState(
    isNew && editing.isLabel ? (labelColors[mailboxes.length % labelColors.length] ?? 'blue') : before.color,
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const own = isNew ? undefined : editing.id;
  const parents = [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)].filter(({ id }) => id !== null && id !== own);
  const title = isNew ? (color === null ? t('mailboxDialog.newMailbox') : t('mailboxDialog.newLabel')) : t('mailboxDialog.edit');
  const save = async () => {
    setBusy(true);
    try {
      const facts = { name: name.trim(), parentId, color };
      if (own) await changeMailbox(own, facts);
      else await makeMailbox(facts);
      close();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Sheet title={title} onClose={close}>
      <form
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <label className="grid gap-1 text-[13px] font-medium">
          {t('mailboxDialog.name')}
          <input
            autoFocus
            required
            maxLength={200}
            className="h-9 rounded-control border border-control bg-surface px-3 text-[14px] font-normal"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <label className="grid gap-1 text-[13px] font-medium">
          {t('mailboxDialog.inside')}
          <select
            className="h-9 rounded-control border border-control bg-surface px-2 text-[14px] font-normal"
            value={parentId ?? ''}
            onChange={(event) => setParent(event.target.value || null)}
          >
            <option value="">{t('mailboxDialog.top')}</option>
            {parents.map((entry) => (
              <option key={entry.id} value={entry.id ?? ''}>
                {'\u2003'.repeat(entry.depth)}
                {entry.name}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend className="mb-1 text-[13px] font-medium">{t('mailboxDialog.color')}</legend>
          <div className="flex flex-wrap gap-1.5">
            {[null, ...labelColors].map((one) => (
              <label key={one ?? 'none'} className="relative grid size-8 place-items-center" title={t(`colors.${one ?? 'none'}`)}>
                <input
                  type="radio"
                  name="color"
                  aria-label={t(`colors.${one ?? 'none'}`)}
                  className="peer absolute inset-0 size-full cursor-pointer opacity-0"
                  checked={color === one}
                  onChange={() => setColor(one)}
                />
                <span
                  aria-hidden
                  className={`size-6 rounded-full outline-offset-2 peer-checked:outline-2 peer-checked:outline-accent peer-focus-visible:outline-2 ${one ? 'label-dot' : 'border border-control'}`}
                  style={{ '--h': hueOf(one) } as React.CSSProperties}
                />
              </label>
            ))}
          </div>
          <p className="mt-1 text-[12px] text-fg-3">{color === null ? t('mailboxDialog.isFolder') : t('mailboxDialog.isLabel')}</p>
        </fieldset>
        {problem && (
          <p role="alert" className="text-[13px] text-danger">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button type="submit" variant="primary" disabled={isBusy || name.trim() === ''}>
            {t(isNew ? 'mailboxDialog.create' : 'mailboxDialog.save')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

function DeleteMailbox({ id }: { id: string }) {
  const t = useTranslations('mail');
  const mailbox = useMail((state) => state.mailboxes.find((one) => one.id === id));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  if (!mailbox) return null;
  return (
    <Sheet title={t('mailboxDialog.deleteTitle', { name: mailbox.name })} onClose={close}>
      <p className="mb-4 text-fg-2">{t('mailboxDialog.deleteWarning', { count: mailbox.totalEmails })}</p>
      {problem && (
        <p role="alert" className="mb-3 text-[13px] text-danger">
          {problem}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button onClick={close}>{t('mailboxDialog.keep')}</Button>
        <Button
          variant="danger"
          disabled={isBusy}
          onClick={() => {
            setBusy(true);
            deleteMailbox(id).then(close, (error: unknown) => (setProblem(wordsOf(error)), setBusy(false)));
          }}
        >
          {t('mailboxDialog.delete')}
        </Button>
      </div>
    </Sheet>
  );
}
