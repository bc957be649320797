'use client';
import { useTranslations } from 'next-intl';
import { TextField } from '#components/ui/form/text-field.tsx';

const shortest = 12;

/** A new passphrase, typed twice: nobody can look it up later. */
export function PassphraseFields() {
  const t = useTranslations('reading.crypto');
  return (
    <>
      <TextField
        label={t('passphrase')}
        name="passphrase"
        type="password"
        autoComplete="new-password"
        required
        hint={t('passphraseHint')}
      />
      <TextField label={t('passphraseAgain')} name="again" type="password" autoComplete="new-password" required />
    </>
  );
}

export function readPassphrase(form: FormData): { value: string } | { problem: 'passphraseShort' | 'passphraseDiffers' } {
  const value = String(form.get('passphrase') ?? '');
  if ([...value].length < shortest) return { problem: 'passphraseShort' };
  return value === form.get('again') ? { value } : { problem: 'passphraseDiffers' };
}
