import { getLocale, getTranslations } from 'next-intl/server';
import { grantRole, revokeRole } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
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
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ email, domain }) => `${email} ${domain}`}
        empty={t('none')}
        columns={[
          { name: t('who'), look: 'strong', cell: ({ email }) => <span dir="ltr">{email}</span> },
          { name: t('what'), cell: ({ domain }) => (domain ? <span dir="ltr">{domain}</span> : t('wholeServer')) },
          { name: t('since'), end: true, cell: ({ since }) => since && format.day(since) },
          {
            ...{ name: t('actions'), quiet: true, end: true },
            cell: ({ email, domain }) =>
              domain &&
              mayChange && (
                <ConfirmForm
                  action={revokeRole}
                  name={t('revoke')}
                  question={t('revokeOne', { email, domain })}
                  consequence={t('revokeWhat')}
                  fields={{ email, domain }}
                  many
                />
              ),
          },
        ]}
        foot={
          mayChange && (
            <LineForm action={grantRole} submit={t('grant')}>
              <TextField label={t('account')} name="email" type="email" required className="w-64 max-w-full" autoComplete="off" />
              <TextField label={t('domain')} name="domain" required className="w-56 max-w-full" autoComplete="off" />
            </LineForm>
          )
        }
      />
    </PageBody>
  );
}
