'use client';
/** Keys for encrypted and signed mail: one's own, made here or imported, and those of others. */
import { Download, Ellipsis, FileKey, KeyRound, Plus, Trash2, Upload, Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { exportPublic } from '#client/crypto/export-key.ts';
import { fingerprintOf } from '#client/crypto/fingerprint.ts';
import { changeKey, lookUpKey, reloadKeyring, removeKey, useKeyring } from '#client/crypto/keyring.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { ExportKeyDialog } from './export-key-dialog.tsx';
import { GenerateKeyDialog } from './generate-key-dialog.tsx';
import { ImportKeyDialog } from './import-key-dialog.tsx';

export function EncryptionPage() {
  const t = useTranslations('reading.crypto');
  const { value, problem, reload } = useLoaded(reloadKeyring);
  const kept = useKeyring((state) => state.keys);
  const [shown, setShown] = useState<'generate' | 'import' | null>(null);
  const [asked, setAsked] = useState<CryptoKey | null>(null);
  const [exported, setExported] = useState<CryptoKey | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const keys = kept ?? value;
  if (!keys) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const [own, others] = [keys.filter(({ secret }) => secret), keys.filter(({ secret }) => !secret)];
  const change: RowProps['onChange'] = (key, patch) => {
    setRefusal(null);
    changeKey(key.id, patch).catch((error: unknown) => setRefusal(wordsOf(error)));
  };
  return (
    <>
      <Notice state={{ ok: false, message: refusal }} />
      <Section title={t('own')} about={t('ownAbout')}>
        <Card>
          {own.map((key) => (
            <KeyRow key={key.id} of={key} onChange={change} onRemove={() => setAsked(key)} onExport={() => setExported(key)} />
          ))}
          {own.length === 0 && <p className="p-4 text-fg-3">{t('noOwn')}</p>}
          <div className="flex flex-wrap gap-2 border-t border-hairline p-4">
            <Button onClick={() => setShown('generate')}>
              <Plus size={16} aria-hidden />
              {t('generate')}
            </Button>
            <Button onClick={() => setShown('import')}>
              <Upload size={16} aria-hidden />
              {t('import')}
            </Button>
          </div>
        </Card>
      </Section>
      <Section title={t('others')} about={t('othersAbout')}>
        <Card>
          {others.map((key) => (
            <KeyRow key={key.id} of={key} onChange={change} onRemove={() => setAsked(key)} onExport={() => setExported(key)} />
          ))}
          {others.length === 0 && <p className="p-4 text-fg-3">{t('noOthers')}</p>}
          <LookUp />
        </Card>
      </Section>
      {shown === 'generate' && <GenerateKeyDialog onClose={() => setShown(null)} />}
      {shown === 'import' && <ImportKeyDialog onClose={() => setShown(null)} />}
      {asked && (
        <AskDialog
          question={t('removeQuestion', { email: asked.emails[0] ?? '' })}
          consequence={asked.secret ? t('removeOwnMeans') : t('removeMeans')}
          action={t('remove')}
          onClose={() => setAsked(null)}
          onAct={() => removeKey(asked.id)}
        />
      )}
      {exported && <ExportKeyDialog of={exported} onClose={() => setExported(null)} />}
    </>
  );
}

interface RowProps {
  of: CryptoKey;
  onChange: (key: CryptoKey, patch: Parameters<typeof changeKey>[1]) => void;
  onRemove: () => void;
  onExport: () => void;
}

function KeyRow({ of: key, onChange, onRemove, onExport }: RowProps) {
  const t = useTranslations('reading.crypto');
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const [email = ''] = key.emails;
  const isOwn = key.secret !== null;
  return (
    <SettingRow
      lead={key.kind === 'smime' ? <FileKey {...icon} /> : <KeyRound {...icon} />}
      title={
        <span className="flex flex-wrap items-center gap-2">
          <bdi className="wrap-anywhere">{key.emails.join(', ')}</bdi>
          <StatusBadge>{t(`kind.${key.kind}`)}</StatusBadge>
          {isOwn && key.encryptByDefault && <StatusBadge look="ok">{t('encryptsByDefault')}</StatusBadge>}
          {!isOwn && <StatusBadge look={key.trusted ? 'ok' : 'plain'}>{key.trusted ? t('compared') : t('notCompared')}</StatusBadge>}
        </span>
      }
      about={`${t(`source.${key.source}`)} · ${fingerprintOf(key)}`}
    >
      <IconMenu
        label={t('keyMenu', { email })}
        actions={[
          ...(isOwn || key.trusted ? [] : [{ label: t('markCompared'), icon: Check, onSelect: () => onChange(key, { trusted: true }) }]),
          ...(isOwn
            ? [
                {
                  label: t(key.encryptByDefault ? 'encryptWhenAsked' : 'encryptByDefault'),
                  icon: Check,
                  onSelect: () => onChange(key, { encryptByDefault: !key.encryptByDefault }),
                },
              ]
            : []),
          { label: t('exportPublic'), icon: Download, onSelect: () => exportPublic(key) },
          ...(isOwn ? [{ label: t('exportSecret'), icon: Download, onSelect: onExport }] : []),
          { label: t('remove'), icon: Trash2, onSelect: onRemove },
        ]}
      >
        <Ellipsis {...icon} />
      </IconMenu>
    </SettingRow>
  );
}

/** Asks the directory of a domain. */
function LookUp() {
  const t = useTranslations('reading.crypto');
  const [said, setSaid] = useState('');
  const [busy, setBusy] = useState(false);
  const ask = async (email: string) => {
    setBusy(true);
    setSaid('');
    try {
      if (!(await lookUpKey(email))) setSaid(t('lookUpNone'));
    } catch (error) {
      setSaid(wordsOf(error));
    }
    setBusy(false);
  };
  return (
    <form
      className="flex flex-wrap items-end gap-2 border-t border-hairline p-4"
      onSubmit={(event) => {
        event.preventDefault();
        void ask(String(new FormData(event.currentTarget).get('email') ?? '').trim());
      }}
    >
      <TextField label={t('email')} name="email" type="email" required hint={t('lookUpAbout')} className="min-w-60 flex-1" />
      <Button type="submit" disabled={busy} className="mb-5.5">
        {t('lookUp')}
      </Button>
      <p role="status" className="basis-full text-[13px] text-fg-2">
        {said}
      </p>
    </form>
  );
}
