'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { exportWithSecret } from '#client/crypto/export-key.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** Whoever takes a secret key away must know its passphrase, also when it is open. */
export function ExportKeyDialog({ of: key, onClose }: { of: CryptoKey; onClose: () => void }) {
  const t = useTranslations('reading.crypto');
  const [wrong, setWrong] = useState(false);
  const submit = async (passphrase: string) => {
    if (await exportWithSecret(key, passphrase)) onClose();
    else setWrong(true);
  };
  return (
    <Modal title={t('exportSecret')} onClose={onClose}>
      <form
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(String(new FormData(event.currentTarget).get('passphrase') ?? ''));
        }}
      >
        <TextField
          label={t('passphraseOf', { email: key.emails[0] ?? '' })}
          name="passphrase"
          type="password"
          autoComplete="off"
          autoFocus
          required
        />
        {wrong && (
          <p role="alert" className="text-[13px] text-danger">
            {t('wrongPassphrase')}
          </p>
        )}
        <Button type="submit" variant="primary">
          {t('exportSecret')}
        </Button>
      </form>
    </Modal>
  );
}
