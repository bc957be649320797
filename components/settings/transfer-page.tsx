'use client';
/** Mail comes in from files, and everything goes out as one. */
import { Contact, Download, FileArchive, Upload } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { exportContacts, importContacts } from '#client/contacts/contacts.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { refreshMailboxes } from '#client/mail/mailboxes/load-mailboxes.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes } from '#client/mail/mailboxes/order-mailboxes.ts';
import { pathOf } from '#client/settings/mailbox-path.ts';
import { BrokenImport, importMail, type ImportState } from '#client/settings/transfer.ts';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';

export function TransferPage() {
  const t = useTranslations('settings.transfer');
  const [said, setSaid] = useState<{ ok: boolean; message: string | null }>({ ok: true, message: null });
  const picker = useRef<HTMLInputElement>(null);
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <>
      <Section title={t('import')} about={t('importAbout')}>
        <ImportCard />
        <Card className="mt-4">
          <SettingRow title={t('elsewhere')} about={t('elsewhereAbout')} lead={<Download {...icon} />}>
            <a href="/settings/fetch?whole=1" className={buttonLook()}>
              {t('takeOver')}
            </a>
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('export')} about={t('exportAbout')}>
        <Card>
          {(['mbox', 'eml'] as const).map((format) => (
            <SettingRow key={format} title={t(`${format}.title`)} about={t(`${format}.about`)} lead={<FileArchive {...icon} />}>
              <a href={`/api/transfer/export?format=${format}`} download className={buttonLook()}>
                {t('download')}
              </a>
            </SettingRow>
          ))}
        </Card>
      </Section>
      <Section title={t('contacts')}>
        <Card>
          <SettingRow title={t('vcard')} about={t('vcardAbout')} lead={<Contact {...icon} />}>
            <span className="flex gap-2">
              <Button onClick={() => picker.current?.click()}>{t('takeIn')}</Button>
              <Button
                onClick={() =>
                  void exportContacts(null, 'contacts.vcf').then(
                    (url) => location.assign(url),
                    (error: unknown) => setSaid({ ok: false, message: wordsOf(error) }),
                  )
                }
              >
                {t('download')}
              </Button>
            </span>
          </SettingRow>
        </Card>
        <input
          ref={picker}
          type="file"
          hidden
          accept=".vcf,text/vcard"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (!file) return;
            importContacts(file).then(
              ({ created, skipped }) => setSaid({ ok: true, message: t('contactsIn', { created, skipped }) }),
              (error: unknown) => setSaid({ ok: false, message: wordsOf(error) }),
            );
          }}
        />
        <div className="mt-3 empty:hidden">
          <Notice state={said} />
        </div>
      </Section>
    </>
  );
}

function ImportCard() {
  const t = useTranslations('settings.transfer');
  const ui = useTranslations('ui');
  const format = useFormatter();
  useLoaded(() => refreshMailboxes().then(() => true));
  const mailboxes = useMail((state) => state.mailboxes);
  const [mailbox, setMailbox] = useState('INBOX');
  const [folders, setFolders] = useState(true);
  const [state, setState] = useState<ImportState | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const places = [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)].filter(({ id }) => id !== null);
  const busy = state !== null && (state.state === 'sending' || state.state === 'reading');
  async function take(file: File): Promise<void> {
    setProblem(null);
    running.current = new AbortController();
    try {
      await importMail(file, { mailbox, folders }, setState, running.current.signal);
      await refreshMailboxes();
    } catch (error) {
      setState(null);
      if (error instanceof BrokenImport) setProblem(t('broken', { count: error.last.imported + error.last.already }));
      else if (!(error instanceof DOMException)) setProblem(wordsOf(error));
    }
  }
  return (
    <Card className="grid gap-4 p-4">
      <div className="flex flex-wrap items-end gap-4">
        <label className="grid gap-1.5 text-[13px] leading-5 font-medium">
          {t('into')}
          <SelectField
            value={mailbox}
            options={places.map((one) => ({ value: pathOf(mailboxes, one.id), name: `${'\u2003'.repeat(one.depth)}${one.name}` }))}
            onChange={(event) => setMailbox(event.target.value)}
            className="w-60"
          />
        </label>
        <Button variant="primary" disabled={busy} onClick={() => picker.current?.click()}>
          <Upload size={16} aria-hidden />
          {t('choose')}
        </Button>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label={t('choose')}
          accept=".mbox,.mbx,.eml,.zip,.tar,.gz,.tgz,.xz"
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            event.target.value = '';
            if (file) void take(file);
          }}
        />
      </div>
      <label className="flex items-start gap-3">
        <input
          type="checkbox"
          checked={folders}
          onChange={(event) => setFolders(event.target.checked)}
          className="mt-0.5 size-4.5 accent-accent"
        />
        <span>
          <b className="block font-medium">{t('folders')}</b>
          <span className="block text-[13px] leading-5 text-fg-3">{t('foldersAbout')}</span>
        </span>
      </label>
      {state && (
        <div role="status" className="grid gap-2 rounded-control bg-hover p-3 text-[13px] leading-5">
          <div className="flex items-center gap-3">
            <span className="flex-1">
              {state.state === 'sending'
                ? t('sending', { share: format.number(state.sent, { style: 'percent' }) })
                : t(state.state, { imported: state.imported, already: state.already, refused: state.refused })}
            </span>
            {busy && (
              <Button size="sm" onClick={() => running.current?.abort()}>
                {ui('cancel')}
              </Button>
            )}
          </div>
          {busy && (
            <progress
              aria-label={t('progress')}
              {...(state.state === 'sending' ? { value: state.sent, max: 1 } : {})}
              className="h-1 w-full"
            />
          )}
          {state.problems.length > 0 && (
            <ul className="max-h-40 overflow-y-auto text-[12px] text-fg-2" tabIndex={0} aria-label={t('problems')}>
              {state.problems.map(({ source, reason }, index) => (
                <li key={index} className="break-words">
                  <b className="font-medium">{source}</b>: {reason}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
      <Notice state={{ ok: false, message: problem }} />
    </Card>
  );
}
