import { getLocale, getTranslations } from 'next-intl/server';
import { addApiKey, revokeApiKey } from '#components/admin/actions.ts';
import { DomainChoice } from '#components/admin/domains/domain-choice.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { NewForm } from '#components/admin/new-form.tsx';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { scopeOf } from '#server/admin/operation.ts';
import { operations } from '#server/admin/operations.ts';
import { apiKeyList } from '#server/admin/operations/api-keys.ts';
import { domainList } from '#server/admin/operations/domains.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

const scopes = [...new Set(operations.map(scopeOf))].sort();

export default async function Keys() {
  const caller = await callerOfPage();
  const [{ items }, { items: domains }] = await Promise.all([ask(apiKeyList, {}), ask(domainList, {})]);
  const t = await getTranslations('admin.keys');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')}>
        <a href="/api/admin/v1/openapi.json" className="text-[13px]">
          {t('description')}
        </a>
      </PageHead>
      <NewForm name={t('new')} action={addApiKey} submit={t('make')} width="wide">
        <TextField label={t('label')} name="label" required maxLength={100} autoComplete="off" />
        <fieldset>
          <legend className="mb-1.5 text-[13px] leading-5 font-medium">{t('scopes')}</legend>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-1">
            <CheckField name="everything" className="font-medium">
              {t('everything')}
            </CheckField>
            {scopes.map((scope) => (
              <CheckField key={scope} name="scopes" value={scope} className="font-mono text-[12px]">
                {scope}
              </CheckField>
            ))}
          </div>
        </fieldset>
        <DomainChoice domains={domains.map(({ name }) => name)} all={caller.domains !== null} />
        <TextField
          label={t('days')}
          name="days"
          inputMode="numeric"
          pattern="\d*"
          hint={t('daysHint')}
          className="w-56"
          autoComplete="off"
        />
      </NewForm>
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={t('none')}
        columns={[
          { name: t('label'), look: 'strong', className: 'max-w-72 truncate', cell: ({ label }) => <span dir="auto">{label}</span> },
          {
            name: t('scopes'),
            look: 'code',
            className: 'max-w-72 truncate',
            cell: ({ scopes: may }) => (may.includes('*') ? t('everything') : may.join(' ')),
          },
          { name: t('domains'), cell: ({ domains: only }) => (only ? <span dir="ltr">{only.join(', ')}</span> : t('allDomains')) },
          { name: t('used'), end: true, cell: ({ usedAt, usedIp }) => (usedAt ? `${format.time(usedAt)}, ${usedIp}` : t('never')) },
          { name: t('until'), end: true, cell: ({ expiresAt }) => (expiresAt ? format.day(expiresAt) : t('always')) },
          {
            ...{ name: t('actions'), quiet: true, end: true },
            cell: ({ id, label }) => (
              <ConfirmForm
                action={revokeApiKey}
                name={t('revoke')}
                question={t('revokeOne', { name: label })}
                consequence={t('revokeWhat')}
                fields={{ id }}
                many
              />
            ),
          },
        ]}
      />
    </PageBody>
  );
}
