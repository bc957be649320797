'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { keepKey } from '#client/crypto/keyring.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { loadIdentities } from '#client/settings/identities.ts';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { PassphraseFields, readPassphrase } from './passphrase-fields.tsx';

/** Makes an OpenPGP key for one of the addresses that one writes from. */
export function GenerateKeyDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('reading.crypto');
  const { value } = useLoaded(loadIdentities);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const identities = value?.identities ?? [];
  const make = async (form: FormData) => {
    const passphrase = readPassphrase(form);
    if ('problem' in passphrase) return setProblem(t(passphrase.problem));
    const identity = identities.find(({ id }) => id === form.get('identity')) ?? identities[0];
    if (!identity) return;
    setBusy(true);
    try {
      const { generateKey } = await import('#client/crypto/openpgp.ts');
      await keepKey(await generateKey(identity.name || identity.email, identity.email), 'openpgp', 'own', passphrase.value);
      onClose();
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal title={t('generate')} onClose={onClose}>
      <form
        className="grid gap-4 p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void make(new FormData(event.currentTarget));
        }}
      >
        <p className="text-[13px] leading-5 text-fg-2">{t('generateAbout')}</p>
        <label className="grid gap-1.5 text-[13px] leading-5 font-medium">
          {t('pickIdentity')}
          <SelectField name="identity" options={identities.map(({ id, email }) => ({ value: id, name: email }))} className="w-full" />
        </label>
        <PassphraseFields />
        {problem && (
          <p role="alert" className="text-[13px] text-danger">
            {problem}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={busy || identities.length === 0}>
          {t('generate')}
        </Button>
      </form>
    </Modal>
  );
}
