'use client';
/** A new account. While the form is filled, the browser works on the proof that it is no machine that makes thousands. */
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useKeptForm } from '#client/hooks/use-kept-form.ts';
import { leadingZeroBits, proofText } from '#lib/signup/proof-of-work.ts';
import { NewPasswordField } from '#components/ui/form/new-password-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export interface SignUpState {
  problem: string | null;
  values: Record<'name' | 'display', string>;
}
interface Props {
  action: (before: SignUpState, data: FormData) => Promise<SignUpState>;
  domains: { domain: string; terms: string }[];
  invitation: string;
  challenge: string;
  difficulty: number;
}

export function SignUpForm({ action, domains, invitation, challenge, difficulty }: Props) {
  const t = useTranslations('auth');
  const { state, pending, props } = useKeptForm(action, { problem: null, values: { name: '', display: '' } });
  const [nonce, setNonce] = useState<number | null>(null);
  const [chosen, setChosen] = useState(domains[0]?.domain ?? '');
  const terms = domains.find(({ domain }) => domain === chosen)?.terms ?? '';
  useEffect(() => {
    const stop = new AbortController();
    void work(challenge, difficulty, stop.signal).then((found) => !stop.signal.aborted && setNonce(found));
    return () => stop.abort();
  }, [challenge, difficulty]);
  return (
    <form {...props} className="grid gap-4">
      <input type="hidden" name="invitation" value={invitation} />
      <input type="hidden" name="challenge" value={challenge} />
      <input type="hidden" name="nonce" value={nonce ?? ''} />
      <TextField label={t('yourName')} name="display" defaultValue={state.values.display} autoComplete="name" tall />
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-end gap-2" dir="ltr">
        <TextField
          label={t('address')}
          name="name"
          defaultValue={state.values.name}
          required
          autoComplete="off"
          autoCapitalize="off"
          tall
        />
        {domains.length > 1 ? (
          <SelectField
            name="domain"
            aria-label={t('mailDomain')}
            value={chosen}
            onChange={({ target }) => setChosen(target.value)}
            options={domains.map(({ domain }) => ({ value: domain, name: `@${domain}` }))}
            className="mb-1"
          />
        ) : (
          <span className="mb-2.5">
            @{chosen}
            <input type="hidden" name="domain" value={chosen} />
          </span>
        )}
      </div>
      <NewPasswordField label={t('password')} hint={t('passwordHint')} tall />
      {terms && (
        <>
          <div
            tabIndex={0}
            className="max-h-40 overflow-y-auto rounded-control border border-border p-3 text-[13px] leading-5 whitespace-pre-wrap text-fg-2"
          >
            {terms}
          </div>
          <label className="flex min-h-6 items-center gap-2.5">
            <input type="checkbox" name="agreed" required className="size-4.5 accent-accent" />
            {t('agree')}
          </label>
        </>
      )}
      {state.problem && <Notice state={{ ok: false, message: state.problem }} />}
      <Button type="submit" variant="primary" size="lg" disabled={pending || nonce === null} className="mt-1 w-full">
        {nonce === null ? t('oneMoment') : t('makeAccount')}
      </Button>
    </form>
  );
}

const batch = 256;

async function work(challenge: string, difficulty: number, stop: AbortSignal): Promise<number> {
  const encoder = new TextEncoder();
  for (let first = 0; !stop.aborted; first += batch) {
    const hashes = await Promise.all(
      Array.from({ length: batch }, (_, index) => crypto.subtle.digest('SHA-256', encoder.encode(proofText(challenge, first + index)))),
    );
    const found = hashes.findIndex((hash) => leadingZeroBits(new Uint8Array(hash)) >= difficulty);
    if (found >= 0) return first + found;
  }
  return -1;
}
