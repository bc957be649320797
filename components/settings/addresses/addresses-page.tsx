'use client';
/** Addresses beside one's own: masked ones for one correspondent each, and where all mail is forwarded to. */
import { useTranslations } from 'next-intl';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { loadAddresses } from '#client/settings/addresses.ts';
import { Section } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { ForwardForm } from './forward-form.tsx';
import { MaskList } from './mask-list.tsx';

export function AddressesPage() {
  const t = useTranslations('settings.addresses');
  const { value, problem, reload } = useLoaded(loadAddresses);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  return (
    <>
      <Section title={t('masks')} about={t('masksAbout')}>
        <MaskList masks={value.masks} onChanged={reload} />
      </Section>
      <Section title={t('forward')} about={t('forwardAbout')}>
        <ForwardForm start={value} />
      </Section>
    </>
  );
}
