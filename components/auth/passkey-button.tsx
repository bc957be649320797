'use client';
/** Sign in with a passkey: first on the page, where the browser and the site can. */
import { browserSupportsWebAuthn, startAuthentication, type PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { KeyRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, useSyncExternalStore, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

interface Props {
  begin: () => Promise<object>;
  finish: (response: Awaited<ReturnType<typeof startAuthentication>>, next: string) => Promise<string | null>;
  next: string;
}
const never = () => () => undefined;
/** WebAuthn wants a name, not an address, and HTTPS or localhost. */
const isPossible = () => browserSupportsWebAuthn() && !/^[\d.]+$|^\[/.test(location.hostname);

export function PasskeyButton({ begin, finish, next }: Props) {
  const t = useTranslations('auth');
  const possible = useSyncExternalStore(never, isPossible, () => false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, start] = useTransition();
  if (!possible) return null;
  const signIn = () =>
    start(async () => {
      try {
        const response = await startAuthentication({ optionsJSON: (await begin()) as PublicKeyCredentialRequestOptionsJSON });
        const place = await finish(response, next);
        if (place !== null) return location.assign(place);
        setProblem(t('passkeyFailed'));
      } catch {
        setProblem(t('passkeyFailed')); // cancelled, or no passkey for this site
      }
    });
  return (
    <div className="grid gap-3">
      <Button variant="secondary" size="lg" className="w-full" disabled={pending} onClick={signIn}>
        <KeyRound size={18} strokeWidth={1.75} aria-hidden />
        {t('withPasskey')}
      </Button>
      <Notice state={{ ok: false, message: problem }} />
    </div>
  );
}
