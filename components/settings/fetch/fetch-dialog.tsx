'use client';
/** One account elsewhere. The address alone suggests everything else. */
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { mailboxByRole, useMail } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes } from '#client/mail/mailboxes/order-mailboxes.ts';
import { everyFolder, saveFetched, type Fetched, type FetchedFacts } from '#client/settings/fetched.ts';
import { guessServer, usualPort } from '#lib/fetch/known-servers.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  account: Fetched | null;
  /** A new one is to be taken over as a whole. */
  whole?: boolean;
  onClose: () => void;
  onSaved: () => void;
}

export function FetchDialog({ account, whole = false, onClose, onSaved }: Props) {
  const t = useTranslations('settings.fetch');
  const ui = useTranslations('ui');
  const id = useId();
  const mailboxes = useMail((state) => state.mailboxes);
  const [facts, setFacts] = useState<FetchedFacts>(
    () =>
      account ?? {
        ...{ protocol: 'imap', host: '', port: 993, security: 'tls', login: '', leaveOnServer: true, everyMinutes: 15 },
        folder: whole ? everyFolder : 'INBOX',
        mailboxId: mailboxByRole('inbox')?.id ?? '',
      },
  );
  const [password, setPassword] = useState('');
  const [touched, setTouched] = useState(account !== null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const isWhole = facts.protocol === 'imap' && facts.folder === everyFolder;
  const set = (change: Partial<FetchedFacts>) => setFacts({ ...facts, ...change });
  const choose = (change: Partial<Pick<FetchedFacts, 'protocol' | 'security'>>) => {
    const next = { ...facts, ...change };
    const host = touched ? next.host : next.host.replace(/^(?:imap|pop)\./, next.protocol === 'imap' ? 'imap.' : 'pop.');
    setFacts({ ...next, host, port: usualPort(next.protocol, next.security) });
  };
  const places = [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)].filter(
    ({ id: one, box }) => one !== null && !['drafts', 'sent', 'scheduled', 'snoozed', 'trash'].includes(box),
  );
  async function save(): Promise<void> {
    setBusy(true);
    try {
      const { protocol, host, port, security, login, folder, mailboxId, leaveOnServer, everyMinutes } = facts;
      await saveFetched(
        account?.id ?? null,
        { protocol, host: host.trim(), port, security, login: login.trim(), folder, mailboxId, leaveOnServer, everyMinutes },
        password,
      );
      onSaved();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  }
  const labelled = (name: 'protocol' | 'security' | 'mailbox' | 'every', field: React.ReactNode) => (
    <div>
      <label htmlFor={`${id}-${name}`} className="mb-1.5 block text-[13px] leading-5 font-medium">
        {t(name)}
      </label>
      {field}
    </div>
  );
  return (
    <Modal wide title={account ? account.login : t('add')} onClose={onClose}>
      <form
        className="grid gap-4"
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label={t('login')}
            value={facts.login}
            required
            autoFocus={!account}
            dir="ltr"
            autoComplete="off"
            hint={t('loginHint')}
            onChange={(event) => {
              const login = event.target.value;
              const guess = touched ? null : guessServer(login);
              set(guess ? { login, ...guess } : { login });
            }}
          />
          <TextField
            label={t('password')}
            type="password"
            value={password}
            required={!account}
            autoComplete="new-password"
            hint={account ? t('passwordKept') : t('passwordHint')}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_120px]">
          <TextField
            label={t('host')}
            value={facts.host}
            required
            dir="ltr"
            placeholder="imap.example.org"
            onChange={(event) => {
              setTouched(true);
              set({ host: event.target.value });
            }}
          />
          <TextField
            label={t('port')}
            type="number"
            min={1}
            max={65535}
            required
            value={facts.port}
            onChange={(event) => set({ port: Number(event.target.value) })}
          />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          {labelled(
            'protocol',
            <SelectField
              id={`${id}-protocol`}
              value={facts.protocol}
              options={[
                { value: 'imap', name: 'IMAP' },
                { value: 'pop3', name: 'POP3' },
              ]}
              onChange={(event) => choose({ protocol: event.target.value === 'pop3' ? 'pop3' : 'imap' })}
              className="w-full"
            />,
          )}
          {labelled(
            'security',
            <SelectField
              id={`${id}-security`}
              value={facts.security}
              options={[
                { value: 'tls', name: 'TLS' },
                { value: 'starttls', name: 'STARTTLS' },
              ]}
              onChange={(event) => choose({ security: event.target.value === 'starttls' ? 'starttls' : 'tls' })}
              className="w-full"
            />,
          )}
          {labelled(
            'mailbox',
            <SelectField
              id={`${id}-mailbox`}
              value={facts.mailboxId}
              options={places.map(({ id: value, name, depth }) => ({ value: value ?? '', name: `${'\u2003'.repeat(depth)}${name}` }))}
              onChange={(event) => set({ mailboxId: event.target.value })}
              className="w-full"
            />,
          )}
          {!isWhole &&
            labelled(
              'every',
              <SelectField
                id={`${id}-every`}
                value={String(facts.everyMinutes)}
                options={[5, 15, 30, 60, 360, 1440].map((minutes) => ({ value: String(minutes), name: t('minutes', { minutes }) }))}
                onChange={(event) => set({ everyMinutes: Number(event.target.value) })}
                className="w-full"
              />,
            )}
        </div>
        {facts.protocol === 'imap' && (
          <label className="flex items-start gap-3">
            <input
              type="checkbox"
              checked={isWhole}
              onChange={(event) => set({ folder: event.target.checked ? everyFolder : 'INBOX' })}
              className="mt-0.5 size-4.5 accent-accent"
            />
            <span>
              <b className="block font-medium">{t('whole')}</b>
              <span className="block text-[13px] leading-5 text-fg-3">{t('wholeAbout')}</span>
            </span>
          </label>
        )}
        {facts.protocol === 'imap' && !isWhole && (
          <TextField
            label={t('folder')}
            value={facts.folder}
            required
            hint={t('folderHint')}
            onChange={(event) => set({ folder: event.target.value })}
          />
        )}
        {!isWhole && (
          <label className="flex items-start gap-3">
            <input
              type="checkbox"
              checked={facts.leaveOnServer}
              onChange={(event) => set({ leaveOnServer: event.target.checked })}
              className="mt-0.5 size-4.5 accent-accent"
            />
            <span>
              <b className="block font-medium">{t('leave')}</b>
              <span className="block text-[13px] leading-5 text-fg-3">{t('leaveAbout')}</span>
            </span>
          </label>
        )}
        <Notice state={{ ok: false, message: problem }} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button type="submit" variant="primary" disabled={busy}>
            {ui('save')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
