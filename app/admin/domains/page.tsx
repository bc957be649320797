import { getLocale, getTranslations } from 'next-intl/server';
import { addDomain } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { NewForm } from '#components/admin/new-form.tsx';
import { RowLink } from '#components/admin/row-link.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { domainList } from '#server/admin/operations/domains.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Domains() {
  const caller = await callerOfPage();
  const { items } = await ask(domainList, {});
  const t = await getTranslations('admin.domains');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      {caller.domains === null && (
        <NewForm name={t('new')} action={addDomain} submit={t('add')}>
          <TextField label={t('domain')} name="name" required autoComplete="off" autoCapitalize="off" placeholder="hamburger.edu" />
        </NewForm>
      )}
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ name }) => name}
        empty={t('none')}
        columns={[
          { name: t('domain'), cell: ({ name }) => <RowLink href={`/admin/domains/${encodeURIComponent(name)}`}>{name}</RowLink> },
          { name: t('addresses'), end: true, cell: ({ addresses }) => format.count(addresses) },
          { name: t('since'), end: true, cell: ({ createdAt }) => format.day(createdAt) },
        ]}
      />
    </PageBody>
  );
}
