'use client';
/** Passkeys: sign in with a fingerprint, a face or a device code. */
import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { keepPasskey, removePasskey, startPasskey } from './actions.ts';
import { PasswordDialog } from './password-dialog.tsx';

export interface PasskeyRow {
  id: string;
  label: string;
  made: string;
  used: string;
}

export function PasskeySection({ keys, isPossible }: { keys: PasskeyRow[]; isPossible: boolean }) {
  const t = useTranslations('settings.factors');
  const label = useRef<HTMLDivElement>(null);
  async function add(password: string): Promise<string | null> {
    const begun = await startPasskey(password);
    if (!begun.ok) return begun.message;
    try {
      const made = await startRegistration({ optionsJSON: begun.value as PublicKeyCredentialCreationOptionsJSON });
      const kept = await keepPasskey(made, label.current?.querySelector('input')?.value ?? '');
      return kept.ok ? null : kept.message;
    } catch {
      return t('problems.notTaken'); // cancelled, or the device has no way to unlock
    }
  }
  return (
    <Section title={t('passkeys')} about={t('passkeysAbout')}>
      <Card>
        {keys.map((key) => (
          <SettingRow
            key={key.id}
            lead={<KeyRound size={18} strokeWidth={1.75} aria-hidden />}
            title={key.label}
            about={t('keyFacts', { made: key.made, used: key.used })}
          >
            <ConfirmForm
              action={removePasskey}
              name={t('remove')}
              label={t('removeOne', { name: key.label })}
              question={t('removeOne', { name: key.label })}
              consequence={t('removeMeans')}
              fields={{ id: key.id }}
            />
          </SettingRow>
        ))}
        <div className="border-t border-hairline p-4 first:border-t-0">
          {isPossible ? (
            <PasswordDialog name={t('addPasskey')} onPassword={add}>
              <div ref={label}>
                <TextField label={t('keyName')} name="label" maxLength={100} placeholder={t('keyExample')} autoComplete="off" />
              </div>
            </PasswordDialog>
          ) : (
            <p className="text-[13px] leading-5 text-fg-2">{t('notHere')}</p>
          )}
        </div>
      </Card>
    </Section>
  );
}
