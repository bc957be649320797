'use client';
import { KeyRound, Lock, LockOpen, ShieldAlert, ShieldCheck, ShieldQuestion, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { OpenState } from '#client/hooks/use-opened.ts';
import type { SignatureStatus } from '#client/crypto/signature.ts';
import { Button } from '#components/ui/button.tsx';

const looks: Record<SignatureStatus, { icon: LucideIcon; look: string }> = {
  good: { icon: ShieldCheck, look: 'bg-success-soft text-success' },
  untrusted: { icon: ShieldCheck, look: 'bg-hover text-fg-2' },
  otherSender: { icon: ShieldAlert, look: 'bg-danger-soft text-danger' },
  unknownKey: { icon: ShieldQuestion, look: 'bg-hover text-fg-2' },
  bad: { icon: ShieldAlert, look: 'bg-danger-soft text-danger' },
};
const line = 'flex min-h-9 flex-wrap items-center gap-x-2.5 gap-y-1 rounded-control px-3 py-1.5 text-[13px] leading-5';

/** Whether the message was encrypted, and who signed it; or why it cannot be read. */
export function CryptoBanner({ state, onAgain }: { state: OpenState; onAgain: () => void }) {
  const t = useTranslations('reading.crypto');
  const icon = { size: 16, strokeWidth: 1.75, className: 'flex-none', 'aria-hidden': true } as const;
  if (state.kind === 'plain') return null;
  if (state.kind === 'working') return <p className={`${line} late mb-3 bg-hover text-fg-2`}>{t('opening')}</p>;
  if (state.kind !== 'opened') {
    return (
      <div role="alert" className={`${line} mb-3 ${state.kind === 'failed' ? 'bg-danger-soft text-danger' : 'bg-hover text-fg-2'}`}>
        {state.kind === 'noKey' ? <KeyRound {...icon} /> : <Lock {...icon} />}
        <span className="me-auto">{state.kind === 'failed' ? t('failed', { reason: state.reason }) : t(state.kind)}</span>
        {state.kind === 'locked' && (
          <Button size="sm" onClick={onAgain}>
            {t('unlock')}
          </Button>
        )}
        {state.kind === 'noKey' && (
          <a href="/settings/encryption" className="font-semibold text-accent hover:underline">
            {t('manage')}
          </a>
        )}
      </div>
    );
  }
  const { signature, wasEncrypted } = state;
  const Icon = signature ? looks[signature.status].icon : LockOpen;
  return (
    <div role="status" className={`${line} mb-3 ${signature ? looks[signature.status].look : 'bg-hover text-fg-2'}`}>
      {wasEncrypted && <Lock {...icon} />}
      {wasEncrypted && <span className="font-medium">{t('encrypted')}</span>}
      {signature && <Icon {...icon} />}
      {signature ? <span>{t(`signature.${signature.status}`, { signer: signature.signer })}</span> : <span>{t('notSigned')}</span>}
    </div>
  );
}
