import { getLocale, getTranslations } from 'next-intl/server';
import { grantRole, revokeRole } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { roleList } from '#server/admin/operations/roles.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Roles() {
  const caller = await callerOfPage();
  const { items } = await ask(roleList, {});
  const t = await getTranslations('admin.roles');
  const format = adminFormat(await getLocale());
  const mayChange = caller.domains === null;
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[{ name: t('who') }, { name: t('what') }, { name: t('since'), end: true }, { name: t('actions'), quiet: true }]}
          empty={t('none')}
        >
          {items.map(({ email, domain, since }) => (
            <tr key={`${email} ${domain}`}>
              <Cell className="font-medium">
                <span dir="ltr">{email}</span>
              </Cell>
              <Cell>{domain ? <span dir="ltr">{domain}</span> : t('wholeServer')}</Cell>
              <Cell end>{since ? format.day(since) : ''}</Cell>
              <Cell end>
                {domain && mayChange && (
                  <ConfirmForm
                    action={revokeRole}
                    name={t('revoke')}
                    label={t('revokeOne', { email, domain })}
                    question={t('revokeOne', { email, domain })}
                    consequence={t('revokeWhat')}
                    fields={{ email, domain }}
                  />
                )}
              </Cell>
            </tr>
          ))}
        </DataTable>
        {mayChange && (
          <div className="border-t border-border p-4">
            <ActionForm action={grantRole} className="grid gap-3">
              <div className="flex flex-wrap items-end gap-2">
                <TextField label={t('account')} name="email" type="email" required className="w-64 max-w-full" autoComplete="off" />
                <TextField label={t('domain')} name="domain" required className="w-56 max-w-full" autoComplete="off" />
                <Button type="submit">{t('grant')}</Button>
              </div>
            </ActionForm>
          </div>
        )}
      </Card>
    </PageBody>
  );
}
