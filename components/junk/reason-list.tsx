/** What spoke for junk (points above zero) or against it. */
import { useLocale, useTranslations } from 'next-intl';
import { reasonKey } from '#client/junk/reason-key.ts';

/** `text`: the server's own words, where the catalogue has none. */
export function ReasonList({ reasons }: { reasons: readonly { name: string; points: number; text?: string }[] }) {
  const t = useTranslations('junk');
  const number = new Intl.NumberFormat(useLocale(), { signDisplay: 'exceptZero', maximumFractionDigits: 1 });
  return (
    <ul className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5 gap-y-0.5">
      {reasons.map((reason, index) => {
        const key = reasonKey(reason);
        return (
          <li key={index} className="contents">
            <span className="text-end tabular-nums">{number.format(reason.points)}</span>
            <span dir="auto">{key ? t(`reasons.${key}`) : (reason.text ?? reason.name)}</span>
          </li>
        );
      })}
    </ul>
  );
}
