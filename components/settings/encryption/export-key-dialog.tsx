'use client';
import { useTranslations } from 'next-intl';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { exportWithSecret } from '#client/crypto/export-key.ts';
import { PassphraseForm } from '#components/reading/protection/passphrase-form.tsx';

/** Whoever takes a secret key away must know its passphrase, also when it is open. */
export function ExportKeyDialog({ of: key, onClose }: { of: CryptoKey; onClose: () => void }) {
  const t = useTranslations('reading.crypto');
  const take = async (passphrase: string) => {
    const isDone = await exportWithSecret(key, passphrase);
    if (isDone) onClose();
    return isDone;
  };
  return <PassphraseForm title={t('exportSecret')} of={key} submit={t('exportSecret')} onTry={take} onClose={onClose} />;
}
