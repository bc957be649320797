'use client';
/** One contact: what is known, to be used. */
import { ArrowLeft, Camera, Copy, Download, Ellipsis, Mail, Pencil, Search, Trash2, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import {
  deleteContact,
  exportContacts,
  loadContact,
  setMember,
  setPhoto,
  type Contact,
  type ContactGroup,
} from '#client/contacts/contacts.ts';
import { writeTo } from '#client/contacts/write-to.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { addressText, formOf, type FormLine } from '#lib/contacts/card-form.ts';
import { displayName } from '#lib/contacts/names.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { ContactPicture } from './contact-picture.tsx';

interface Props {
  id: string;
  /** As the list has it. */
  known: Contact | null;
  groups: ContactGroup[];
  onBack: () => void;
  onEdit: () => void;
  onChanged: () => Promise<void>;
  onDeleted: () => Promise<void>;
}

export function ContactView({ id, known, groups, onBack, onEdit, onChanged, onDeleted }: Props) {
  const t = useTranslations('contacts');
  const ui = useTranslations('ui');
  const loaded = useLoaded(() => loadContact(id));
  const picker = useRef<HTMLInputElement>(null);
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState<Record<string, boolean>>({}); // shown before the server has said so
  const [problem, setProblem] = useState<string | null>(null);
  const contact = known ?? loaded.value;
  if (!contact) return <LoadState problem={loaded.problem === '' ? t('gone') : loaded.problem} onRetry={() => void loaded.reload()} />;
  const name = displayName(contact) || t('nameless');
  const form = formOf(contact);
  const work = [form.title, form.organization].filter(Boolean).join(', ');
  const failed = (error: unknown) => {
    setChosen({});
    setProblem(wordsOf(error));
  };
  const run = (act: Promise<unknown>) => {
    setProblem(null);
    act.then(() => void onChanged(), failed);
  };
  const hasPhoto = Object.values(contact.media ?? {}).some(({ kind }) => kind === 'photo');
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <article aria-label={name} className="mx-auto max-w-160 px-6 py-6 max-sm:px-4">
      <div className="mb-4 flex items-center gap-1">
        <IconButton label={t('back')} className="me-auto md:invisible max-md:size-11" onClick={onBack}>
          <ArrowLeft {...icon} className="rtl:-scale-x-100" />
        </IconButton>
        {form.emails.length > 0 && (
          <Button variant="primary" size="sm" onClick={() => writeTo([contact])}>
            <Mail size={16} aria-hidden />
            {t('write')}
          </Button>
        )}
        <Button size="sm" onClick={onEdit}>
          <Pencil size={16} aria-hidden />
          {ui('edit')}
        </Button>
        <IconMenu
          label={t('moreFor', { name })}
          actions={[
            { label: hasPhoto ? t('changePhoto') : t('addPhoto'), icon: Camera, onSelect: () => picker.current?.click() },
            ...(hasPhoto ? [{ label: t('removePhoto'), icon: X, onSelect: () => run(setPhoto(contact, null)) }] : []),
            {
              label: t('exportOne'),
              icon: Download,
              onSelect: () => void exportContacts([contact.id], `${name}.vcf`).then((url) => location.assign(url), failed),
            },
            { label: ui('delete'), icon: Trash2, onSelect: () => setAsked(true) },
          ]}
        >
          <Ellipsis {...icon} />
        </IconMenu>
        <input
          ref={picker}
          type="file"
          accept="image/*"
          hidden
          aria-label={t('photo')}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file) run(setPhoto(contact, file));
            event.target.value = '';
          }}
        />
      </div>
      <header className="mb-6 flex items-center gap-5">
        <ContactPicture contact={contact} size={80} />
        <div className="min-w-0">
          <h2 dir="auto" className="text-[24px] leading-8 font-semibold tracking-[-.01em] break-words">
            {name}
          </h2>
          {form.nickname && form.nickname !== name && <p className="text-fg-2">“{form.nickname}”</p>}
          {work && (
            <p dir="auto" className="text-fg-2">
              {work}
            </p>
          )}
        </div>
      </header>
      <Notice state={{ ok: false, message: problem }} />
      <dl className="grid grid-cols-[110px_minmax(0,1fr)] gap-x-4 text-[14px] leading-5.5 max-sm:grid-cols-1">
        <Lines title={t('emails')} lines={form.emails}>
          {(line) => (
            <>
              <a
                href={`/mail/inbox?to=${encodeURIComponent(line.value)}`}
                onClick={(event) => {
                  event.preventDefault();
                  writeTo([contact], line.value);
                }}
                dir="ltr"
                className="truncate"
              >
                {line.value}
              </a>
              <span className="ms-auto flex">
                <IconButton
                  label={t('copyOne', { value: line.value })}
                  size="sm"
                  onClick={() => void navigator.clipboard.writeText(line.value)}
                >
                  <Copy size={14} aria-hidden />
                </IconButton>
                <a
                  href={`/mail/search?q=${encodeURIComponent(`from:${line.value} OR to:${line.value}`)}`}
                  aria-label={t('mailWith', { value: line.value })}
                  title={t('mailWith', { value: line.value })}
                  className="inline-grid size-7 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg"
                >
                  <Search size={14} aria-hidden />
                </a>
              </span>
            </>
          )}
        </Lines>
        <Lines title={t('phones')} lines={form.phones}>
          {(line) => (
            <a href={`tel:${line.value.replaceAll(/[^\d+]/g, '')}`} dir="ltr">
              {line.value}
            </a>
          )}
        </Lines>
        <Lines
          title={t('addresses')}
          lines={Object.entries(contact.addresses ?? {}).map(([key, one]) => ({
            id: key,
            value: addressText(one),
            place: placeOf(form.addresses, key),
          }))}
        >
          {(line) => (
            <span dir="auto" className="whitespace-pre-line">
              {line.value}
            </span>
          )}
        </Lines>
        <Lines title={t('links')} lines={form.links}>
          {(line) =>
            /^https?:/i.test(line.value) ? (
              <a href={line.value} target="_blank" rel="noreferrer noopener" dir="ltr" className="truncate">
                {line.value}
              </a>
            ) : (
              <span dir="ltr">{line.value}</span>
            )
          }
        </Lines>
        {form.birthday && (
          <Row title={t('birthday')}>
            <Birthday text={form.birthday} />
          </Row>
        )}
        {form.note && (
          <Row title={t('note')}>
            <span dir="auto" className="whitespace-pre-line">
              {form.note}
            </span>
          </Row>
        )}
        {groups.length > 0 && (
          <Row title={t('groups')}>
            <ul className="grid gap-1">
              {groups.map((group) => (
                <li key={group.id}>
                  <label className="flex items-center gap-2.5">
                    <input
                      type="checkbox"
                      checked={chosen[group.id] ?? group.members.includes(contact.uid)}
                      onChange={(event) => {
                        setChosen({ ...chosen, [group.id]: event.target.checked });
                        run(setMember(group, contact.uid, event.target.checked));
                      }}
                      className="size-4 accent-accent"
                    />
                    <bdi>{group.name}</bdi>
                  </label>
                </li>
              ))}
            </ul>
          </Row>
        )}
      </dl>
      {asked && (
        <AskDialog
          question={t('deleteContact', { name })}
          consequence={t('deleteContactMeans')}
          action={ui('delete')}
          onClose={() => setAsked(false)}
          onAct={async () => {
            await deleteContact(contact, groups);
            await onDeleted();
          }}
        />
      )}
    </article>
  );
}

const placeOf = (lines: FormLine[], id: string) => lines.find((line) => line.id === id)?.place ?? 'other';

function Row({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <>
      <dt className="border-t border-hairline py-2.5 text-[13px] text-fg-3 max-sm:pb-0">{title}</dt>
      <dd className="min-w-0 border-t border-hairline py-2.5 max-sm:border-t-0 max-sm:pt-0">{children}</dd>
    </>
  );
}

function Lines({ title, lines, children }: { title: string; lines: FormLine[]; children: (line: FormLine) => React.ReactNode }) {
  const t = useTranslations('contacts');
  if (lines.length === 0) return null;
  return (
    <Row title={title}>
      <ul className="grid gap-1">
        {lines.map((line) => (
          <li key={line.id} className="flex min-h-7 min-w-0 items-center gap-2">
            {children(line)}
            {line.place !== 'other' && <span className="text-[12px] text-fg-3">{t(`places.${line.place}`)}</span>}
          </li>
        ))}
      </ul>
    </Row>
  );
}

function Birthday({ text }: { text: string }) {
  const language = useLocale();
  const [, year, month, day] = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const at = new Date(Date.UTC(year === '-' ? 2000 : Number(year), Number(month) - 1, Number(day)));
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    ...(year === '-' ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  });
  return format.format(at);
}
