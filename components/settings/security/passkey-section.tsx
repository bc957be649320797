'use client';
/** Passkeys: sign in with a fingerprint, a face or a device code. */
import { startRegistration, type PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
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
  async function add(password: string, data: FormData): Promise<string | null> {
    const begun = await startPasskey(password);
    if (!begun.ok) return begun.message;
    try {
      const made = await startRegistration({ optionsJSON: begun.value as PublicKeyCredentialCreationOptionsJSON });
      const label = data.get('label');
      const kept = await keepPasskey(made, typeof label === 'string' ? label : '');
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
              question={t('removeOne', { name: key.label })}
              many
              consequence={t('removeMeans')}
              fields={{ id: key.id }}
            />
          </SettingRow>
        ))}
        <div className="border-t border-hairline p-4 first:border-t-0">
          {isPossible ? (
            <PasswordDialog name={t('addPasskey')} onPassword={add}>
              <TextField label={t('keyName')} name="label" maxLength={100} placeholder={t('keyExample')} autoComplete="off" />
            </PasswordDialog>
          ) : (
            <p className="text-[13px] leading-5 text-fg-2">{t('notHere')}</p>
          )}
        </div>
      </Card>
    </Section>
  );
}
