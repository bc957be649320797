'use client';
/** The form of a contact. */
import { Plus, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { updateContact, type Contact } from '#client/contacts/contacts.ts';
import { isAddress } from '#client/compose/recipients.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { emptyForm, formOf, patchOf, places, type CardForm, type FormLine } from '#lib/contacts/card-form.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { fieldLook, TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  contact: Contact | null;
  onCancel: () => void;
  onCreate: (card: Record<string, unknown>) => Promise<void>;
  onSaved: () => Promise<void>;
}
type ListName = 'emails' | 'phones' | 'addresses' | 'links';

export function ContactEditor({ contact, onCancel, onCreate, onSaved }: Props) {
  const t = useTranslations('contacts');
  const ui = useTranslations('ui');
  const id = useId();
  const [form, setForm] = useState<CardForm>(() =>
    contact ? formOf(contact) : { ...emptyForm, emails: [{ id: null, value: '', place: 'other' }] },
  );
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const set = (change: Partial<CardForm>) => setForm({ ...form, ...change });
  const text = (name: 'given' | 'surname' | 'nickname' | 'organization' | 'title') => (
    <TextField
      label={t(name === 'title' ? 'role' : name)}
      value={form[name]}
      dir="auto"
      autoComplete="off"
      onChange={(event) => set({ [name]: event.target.value })}
    />
  );
  async function save(): Promise<void> {
    const wrong = form.emails.find(({ value }) => value.trim() !== '' && !isAddress(value.trim()));
    if (wrong) return setProblem(t('wrongEmail', { email: wrong.value }));
    if (form.birthday !== '' && !/^(\d{4}|-)-\d\d-\d\d$/.test(form.birthday)) return setProblem(t('wrongBirthday'));
    const patch = patchOf(form, contact ?? {}, () => crypto.randomUUID().slice(0, 8));
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null));
    if (!contact && Object.keys(given).length === 0) return setProblem(t('emptyContact'));
    setBusy(true);
    try {
      if (!contact) await onCreate(given);
      else {
        if (Object.keys(patch).length > 0) await updateContact(contact.id, patch);
        await onSaved();
      }
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
    return undefined;
  }
  return (
    <form
      aria-label={contact ? t('edit') : t('new')}
      className="mx-auto grid max-w-160 gap-5 px-6 py-6 max-sm:px-4"
      onKeyDown={(event) => event.key === 'Escape' && onCancel()}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div className="flex items-center gap-2">
        <h2 className="flex-1 text-[20px] leading-7 font-semibold">{contact ? t('edit') : t('new')}</h2>
        <Button onClick={onCancel}>{ui('cancel')}</Button>
        <Button type="submit" variant="primary" disabled={busy}>
          {ui('save')}
        </Button>
      </div>
      <Notice state={{ ok: false, message: problem }} />
      <div className="grid gap-4 sm:grid-cols-2">
        {text('given')}
        {text('surname')}
        {text('nickname')}
        <span className="max-sm:hidden" />
        {text('organization')}
        {text('title')}
      </div>
      <LineList name="emails" lines={form.emails} onChange={(emails) => set({ emails })} />
      <LineList name="phones" lines={form.phones} onChange={(phones) => set({ phones })} />
      <LineList name="addresses" lines={form.addresses} onChange={(addresses) => set({ addresses })} />
      <LineList name="links" lines={form.links} onChange={(links) => set({ links })} />
      <TextField
        label={t('birthday')}
        value={form.birthday}
        placeholder="1990-05-17"
        hint={t('birthdayHint')}
        dir="ltr"
        onChange={(event) => set({ birthday: event.target.value.trim() })}
        className="max-w-64"
      />
      <div>
        <label htmlFor={`${id}-note`} className="mb-1.5 block text-[13px] leading-5 font-medium">
          {t('note')}
        </label>
        <textarea
          id={`${id}-note`}
          rows={4}
          dir="auto"
          value={form.note}
          onChange={(event) => set({ note: event.target.value })}
          className={`${fieldLook} py-2`}
        />
      </div>
    </form>
  );
}

const types: Record<ListName, string> = { emails: 'email', phones: 'tel', addresses: 'text', links: 'url' };

function LineList({ name, lines, onChange }: { name: ListName; lines: FormLine[]; onChange: (lines: FormLine[]) => void }) {
  const t = useTranslations('contacts');
  const change = (at: number, by: Partial<FormLine>) => onChange(lines.map((line, index) => (index === at ? { ...line, ...by } : line)));
  return (
    <fieldset className="grid gap-2">
      <legend className="float-start mb-1.5 text-[13px] leading-5 font-medium">{t(name)}</legend>
      {lines.map((line, at) => {
        const label = t('line', { what: t(name), position: at + 1 });
        const props = {
          'aria-label': label,
          value: line.value,
          onChange: (event: { target: { value: string } }) => change(at, { value: event.target.value }),
        };
        return (
          <div key={line.id ?? `new ${at}`} className="flex items-start gap-2">
            {name === 'addresses' ? (
              <textarea {...props} rows={3} dir="auto" className={`${fieldLook} min-w-0 flex-1 py-1.5`} />
            ) : (
              <input
                {...props}
                inputMode={types[name] as 'email'}
                dir="ltr"
                autoComplete="off"
                className={`${fieldLook} h-9 min-w-0 flex-1`}
              />
            )}
            <SelectField
              aria-label={t('placeOf', { label })}
              value={line.place}
              options={places.map((value) => ({ value, name: t(`places.${value}`) }))}
              onChange={(event) => change(at, { place: places.find((one) => one === event.target.value) ?? 'other' })}
              className="w-32 flex-none"
            />
            <IconButton
              label={t('removeLine', { label })}
              className="mt-0.5"
              onClick={() => onChange(lines.filter((_, index) => index !== at))}
            >
              <X size={16} aria-hidden />
            </IconButton>
          </div>
        );
      })}
      <div className="clear-both">
        <Button variant="ghost" size="sm" onClick={() => onChange([...lines, { id: null, value: '', place: 'other' }])}>
          <Plus size={16} aria-hidden />
          {t(`add.${name}`)}
        </Button>
      </div>
    </fieldset>
  );
}
