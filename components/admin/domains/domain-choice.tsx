/** For which domains a key or a webhook is; none chosen stands for the whole server, for who may have it. */
import { useTranslations } from 'next-intl';
import { CheckField } from '#components/ui/form/check-field.tsx';

export function DomainChoice({ domains, all }: { domains: string[]; all: boolean }) {
  const t = useTranslations('admin.keys');
  return (
    <fieldset>
      <legend className="mb-1.5 text-[13px] leading-5 font-medium">{t('domains')}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {domains.map((domain) => (
          <CheckField key={domain} name="domains" value={domain} defaultChecked={all}>
            <span dir="ltr">{domain}</span>
          </CheckField>
        ))}
      </div>
      {!all && <p className="mt-1.5 text-[12px] leading-4 text-fg-3">{t('domainsHint')}</p>}
    </fieldset>
  );
}
