'use client';
/** The second step after the password: codes of an app, and codes on paper. */
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { confirmTotp, newRecoveryCodes, startTotp, stopTotp, type TotpOffer } from './actions.ts';
import { PasswordDialog } from './password-dialog.tsx';

export function TotpSection({ isOn, recoveryCodes }: { isOn: boolean; recoveryCodes: number }) {
  const t = useTranslations('settings.factors');
  const [offer, setOffer] = useState<TotpOffer | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  return (
    <Section title={t('twoSteps')} about={t('twoStepsAbout')}>
      <Card>
        <SettingRow title={t('app')} about={isOn ? t('appOn') : t('appOff')}>
          {isOn && <StatusBadge look="ok">{t('on')}</StatusBadge>}
          {isOn ? (
            <PasswordDialog
              name={t('turnOff')}
              about={t('turnOffMeans')}
              variant="danger"
              onPassword={async (password) => {
                const result = await stopTotp(password);
                if (result.ok) setCodes(null);
                return result.ok ? null : result.message;
              }}
            />
          ) : (
            <PasswordDialog
              name={t('setUp')}
              onPassword={async (password) => {
                const result = await startTotp(password);
                if (result.ok) setOffer(result.value);
                return result.ok ? null : result.message;
              }}
            />
          )}
        </SettingRow>
        {offer && !isOn && (
          <Enrol
            offer={offer}
            onDone={(given) => {
              setOffer(null);
              setCodes(given);
            }}
          />
        )}
        {isOn && (
          <SettingRow title={t('recovery')} about={t('recoveryLeft', { count: recoveryCodes })}>
            <PasswordDialog
              name={t('newCodes')}
              about={t('newCodesMeans')}
              onPassword={async (password) => {
                const result = await newRecoveryCodes(password);
                if (result.ok) setCodes(result.value);
                return result.ok ? null : result.message;
              }}
            />
          </SettingRow>
        )}
        {codes && <Codes codes={codes} />}
      </Card>
    </Section>
  );
}

function Enrol({ offer, onDone }: { offer: TotpOffer; onDone: (codes: string[]) => void }) {
  const t = useTranslations('settings.factors');
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, begin] = useTransition();
  const submit = (data: FormData) =>
    begin(async () => {
      const code = data.get('code');
      const result = await confirmTotp(typeof code === 'string' ? code : '');
      if (result.ok) onDone(result.value);
      else setProblem(result.message);
    });
  const picture = `data:image/svg+xml;utf8,${encodeURIComponent(offer.picture)}`;
  return (
    <form action={submit} className="grid grid-cols-[160px_minmax(0,1fr)] gap-5 border-t border-hairline p-4 max-sm:grid-cols-1">
      <img src={picture} alt={t('qr')} width={160} height={160} className="rounded-control bg-white" />
      <div className="grid content-start gap-3">
        <p className="text-fg-2">{t('scan')}</p>
        <div className="flex flex-wrap items-center gap-2">
          <code className="font-mono text-[13px] break-all" dir="ltr">
            {offer.secret}
          </code>
          <CopyButton text={offer.secret} />
        </div>
        <TextField
          label={t('code')}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          pattern="[0-9 ]{6,7}"
          className="w-40"
        />
        <Notice state={{ ok: false, message: problem }} />
        <div>
          <Button type="submit" variant="primary" disabled={pending}>
            {t('turnOn')}
          </Button>
        </div>
      </div>
    </form>
  );
}

function Codes({ codes }: { codes: string[] }) {
  const t = useTranslations('settings.factors');
  return (
    <div role="status" className="grid gap-3 border-t border-hairline p-4">
      <p>{t('keepCodes')}</p>
      <ul aria-label={t('recovery')} className="grid max-w-md grid-cols-2 gap-1 font-mono text-[14px]" dir="ltr">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div>
        <CopyButton text={codes.join('\n')} />
      </div>
    </div>
  );
}
