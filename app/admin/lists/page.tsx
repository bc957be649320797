import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { addList } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { ListFields } from '#components/admin/list-fields.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
      <Disclosure name={t('new')}>
        <ActionForm action={addList} className="grid max-w-md gap-4">
          <TextField label={t('address')} name="address" type="email" required autoComplete="off" placeholder="news@hamburger.edu" />
          <ListFields />
          <div>
            <Button type="submit" variant="primary">
              {t('make')}
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <SearchBar label={t('search')} value={search} />
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[
            { name: t('address') },
            { name: t('name') },
            { name: t('members'), end: true },
            { name: t('subscribing') },
            { name: t('posting') },
          ]}
          empty={t('none')}
        >
          {items.map((list) => (
            <tr key={list.email} className="hover:bg-hover">
              <Cell>
                <Link href={`/admin/lists/${encodeURIComponent(list.email)}`} className="font-medium text-fg hover:underline" dir="ltr">
                  {list.email}
                </Link>
              </Cell>
              <Cell>
                <span dir="auto">{list.name}</span>
              </Cell>
              <Cell end>{list.members}</Cell>
              <Cell>{t(`joins.${list.subscribing}`)}</Cell>
              <Cell>{t(`posts.${list.posting}`)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
