import { getLocale, getTranslations } from 'next-intl/server';
import { addApiKey, revokeApiKey } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { DomainChoice } from '#components/admin/domain-choice.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
      <Disclosure name={t('new')}>
        <ActionForm action={addApiKey} className="grid max-w-2xl gap-4">
          <TextField label={t('label')} name="label" required maxLength={100} autoComplete="off" />
          <fieldset>
            <legend className="mb-1.5 text-[13px] leading-5 font-medium">{t('scopes')}</legend>
            <div className="grid grid-cols-[repeat(auto-fill,minmax(180px,1fr))] gap-x-4 gap-y-1">
              <label className="flex min-h-6 items-center gap-2.5 font-medium">
                <input type="checkbox" name="everything" className="size-4.5 accent-accent" />
                {t('everything')}
              </label>
              {scopes.map((scope) => (
                <label key={scope} className="flex min-h-6 items-center gap-2.5 font-mono text-[12px]">
                  <input type="checkbox" name="scopes" value={scope} className="size-4.5 accent-accent" />
                  {scope}
                </label>
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
          <div>
            <Button type="submit" variant="primary">
              {t('make')}
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[
            { name: t('label') },
            { name: t('scopes') },
            { name: t('domains') },
            { name: t('used'), end: true },
            { name: t('until'), end: true },
            { name: t('actions'), quiet: true },
          ]}
          empty={t('none')}
        >
          {items.map((key) => (
            <tr key={key.id}>
              <Cell className="font-medium">
                <span dir="auto">{key.label}</span>
              </Cell>
              <Cell className="max-w-72 truncate font-mono text-[12px]">
                {key.scopes.includes('*') ? t('everything') : key.scopes.join(' ')}
              </Cell>
              <Cell>{key.domains ? <span dir="ltr">{key.domains.join(', ')}</span> : t('allDomains')}</Cell>
              <Cell end>{key.usedAt ? `${format.time(key.usedAt)}, ${key.usedIp}` : t('never')}</Cell>
              <Cell end>{key.expiresAt ? format.day(key.expiresAt) : t('always')}</Cell>
              <Cell end>
                <ConfirmForm
                  action={revokeApiKey}
                  name={t('revoke')}
                  label={t('revokeOne', { name: key.label })}
                  question={t('revokeOne', { name: key.label })}
                  consequence={t('revokeWhat')}
                  fields={{ id: String(key.id) }}
                />
              </Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
