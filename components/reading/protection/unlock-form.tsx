'use client';
import { useTranslations } from 'next-intl';
import type { Asked } from '#client/crypto/asked-key.ts';
import { unlockKey } from '#client/crypto/keyring.ts';
import { PassphraseForm } from './passphrase-form.tsx';

/** The form of unlock-dialog.tsx: opens whichever of the keys it is the passphrase of. */
export function UnlockForm({ asked }: { asked: Asked }) {
  const t = useTranslations('reading.crypto');
  const unlock = async (passphrase: string) => {
    for (const one of asked.keys) {
      if (!(await unlockKey(one, passphrase))) continue;
      asked.answer(one);
      return true;
    }
    return false;
  };
  return (
    <PassphraseForm title={t('unlockTitle')} of={asked.keys[0]} submit={t('unlock')} onTry={unlock} onClose={() => asked.answer(null)} />
  );
}
