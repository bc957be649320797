/** For which domains a key or a webhook is; none chosen stands for the whole server, for who may have it. */
import { useTranslations } from 'next-intl';

export function DomainChoice({ domains, all }: { domains: string[]; all: boolean }) {
  const t = useTranslations('admin.keys');
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] leading-5 font-medium">{t('domains')}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {domains.map((domain) => (
          <label key={domain} className="flex min-h-6 items-center gap-2.5" dir="ltr">
            <input type="checkbox" name="domains" value={domain} defaultChecked={all} className="size-4.5 accent-accent" />
            {domain}
          </label>
        ))}
      </div>
      {!all && <p className="mt-1.5 text-[12px] leading-4 text-fg-3">{t('domainsHint')}</p>}
    </fieldset>
  );
}
