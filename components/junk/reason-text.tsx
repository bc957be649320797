/** A reason in the language of its reader, with the server's own words, which name things that a catalogue cannot. */
import { useLocale, useTranslations } from 'next-intl';
import { reasonKey } from '#client/junk/reason-key.ts';
import type { Reason } from '#lib/spam/reasons.ts';

export function ReasonText({ reason }: { reason: Reason }) {
  const t = useTranslations('junk');
  const key = useLocale() === 'en' ? null : reasonKey(reason);
  if (!key) return <span dir="auto">{reason.text}</span>;
  return (
    <>
      {t(`reasons.${key}`)}
      <span className="block text-[12px] leading-4 text-fg-3" lang="en" dir="ltr">
        {reason.text}
      </span>
    </>
  );
}
