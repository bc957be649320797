'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { importKeys } from '#client/crypto/import-keys.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { fieldLook, TextField } from '#components/ui/form/text-field.tsx';
import { PassphraseFields, readPassphrase } from './passphrase-fields.tsx';

/** Keys from a file: one's own are sealed with a passphrase before they are kept. */
export function ImportKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('reading.crypto');
  const [said, setSaid] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [needsPassphrase, setNeeds] = useState(false);
  const read = async (form: FormData) => {
    const file = form.get('file');
    if (!(file instanceof File)) return;
    const passphrase = needsPassphrase ? readPassphrase(form) : null;
    if (passphrase && 'problem' in passphrase) return setSaid(t(passphrase.problem));
    setBusy(true);
    setSaid(null);
    try {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const result = await importKeys(bytes, file.name, String(form.get('password') ?? ''), passphrase?.value ?? null);
      if (result === 'needsPassphrase') setNeeds(true);
      else setSaid(result === 0 ? t('nothingRead') : t('imported', { count: result }));
    } catch (error) {
      setSaid(wordsOf(error));
    }
    setBusy(false);
  };
  return (
    <Modal title={t('import')} onClose={onClose}>
      <form
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void read(new FormData(event.currentTarget));
        }}
      >
        <p className="text-[13px] leading-5 text-fg-2">{t('importAbout')}</p>
        <label className="grid gap-1.5 text-[13px] leading-5 font-medium">
          {t('file')}
          <input
            type="file"
            name="file"
            required
            accept=".asc,.gpg,.pgp,.key,.pem,.crt,.cer,.p12,.pfx"
            className={`${fieldLook} h-9 py-1.5`}
          />
        </label>
        <TextField label={t('filePassword')} name="password" type="password" autoComplete="off" hint={t('filePasswordHint')} />
        {needsPassphrase && <PassphraseFields />}
        <p role="status" className="text-[13px] text-fg-2">
          {said}
        </p>
        <Button type="submit" variant="primary" disabled={busy}>
          {t('import')}
        </Button>
      </form>
    </Modal>
  );
}
