import { getTranslations } from 'next-intl/server';
import { addList } from '#components/admin/actions.ts';
import { ListFields } from '#components/admin/addresses/list-fields.tsx';
import { NewForm } from '#components/admin/new-form.tsx';
import { RowLink } from '#components/admin/row-link.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { listList } from '#server/admin/operations/lists.ts';
import { ask } from '#server/admin/page.ts';

export default async function Lists({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { q } = await searchParams;
  const search = typeof q === 'string' ? q : '';
  const { items } = await ask(listList, { search });
  const t = await getTranslations('admin.lists');
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <NewForm name={t('new')} action={addList} submit={t('make')}>
        <TextField label={t('address')} name="address" type="email" required autoComplete="off" placeholder="news@hamburger.edu" />
        <ListFields />
      </NewForm>
      <SearchBar label={t('search')} value={search} />
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ email }) => email}
        empty={t('none')}
        columns={[
          { name: t('address'), cell: ({ email }) => <RowLink href={`/admin/lists/${encodeURIComponent(email)}`}>{email}</RowLink> },
          { name: t('name'), className: 'max-w-72 truncate', cell: ({ name }) => <span dir="auto">{name}</span> },
          { name: t('members'), end: true, cell: ({ members }) => members },
          { name: t('subscribing'), cell: ({ subscribing }) => t(`joins.${subscribing}`) },
          { name: t('posting'), cell: ({ posting }) => t(`posts.${posting}`) },
        ]}
      />
    </PageBody>
  );
}
