'use client';
import { useTranslations } from 'next-intl';
import { useState, type SubmitEvent } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  title: string;
  of: CryptoKey | undefined;
  /** What the button says. */
  submit: string;
  /** False: it is not the passphrase. */
  onTry: (passphrase: string) => Promise<boolean>;
  onClose: () => void;
}

/** Asks for the passphrase of a key, until it is right or given up. */
export function PassphraseForm({ title, of: key, submit, onTry, onClose }: Props) {
  const t = useTranslations('reading.crypto');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const onSubmit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const passphrase = String(new FormData(event.currentTarget).get('passphrase') ?? '');
    setBusy(true);
    try {
      setProblem((await onTry(passphrase)) ? null : t('wrongPassphrase'));
    } catch (error) {
      setProblem(wordsOf(error));
    }
    setBusy(false);
  };
  return (
    <Modal title={title} onClose={onClose}>
      <form className="grid gap-4" onSubmit={(event) => void onSubmit(event)}>
        <TextField
          label={t('passphraseOf', { email: key?.emails[0] ?? '' })}
          name="passphrase"
          type="password"
          autoComplete="off"
          autoFocus
          required
        />
        {problem && (
          <p role="alert" className="text-[13px] text-danger">
            {problem}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={busy}>
          {submit}
        </Button>
      </form>
    </Modal>
  );
}
