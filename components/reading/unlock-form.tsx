'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Asked } from '#client/crypto/asked-key.ts';
import { unlockKey } from '#client/crypto/keyring.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { TextField } from '#components/ui/text-field.tsx';

/** The form of unlock-dialog.tsx. */
export function UnlockForm({ asked }: { asked: Asked }) {
  const t = useTranslations('reading.crypto');
  const [wrong, setWrong] = useState(false);
  const [busy, setBusy] = useState(false);
  const [key] = asked.keys;
  const submit = async (passphrase: string) => {
    setBusy(true);
    for (const one of asked.keys) {
      if (!(await unlockKey(one, passphrase))) continue;
      asked.answer(one);
      return;
    }
    setBusy(false);
    setWrong(true);
  };
  return (
    <Modal title={t('unlockTitle')} onClose={() => asked.answer(null)}>
      <form
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(String(new FormData(event.currentTarget).get('passphrase') ?? ''));
        }}
      >
        <TextField
          label={t('passphraseOf', { email: key?.emails[0] ?? '' })}
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
        <Button type="submit" variant="primary" disabled={busy}>
          {t('unlock')}
        </Button>
      </form>
    </Modal>
  );
}
