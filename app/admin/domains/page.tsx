import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { addDomain } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
        <Disclosure name={t('new')}>
          <ActionForm action={addDomain} className="grid max-w-md gap-4">
            <TextField label={t('domain')} name="name" required autoComplete="off" autoCapitalize="off" placeholder="hamburger.edu" />
            <div>
              <Button type="submit" variant="primary">
                {t('add')}
              </Button>
            </div>
          </ActionForm>
        </Disclosure>
      )}
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[{ name: t('domain') }, { name: t('addresses'), end: true }, { name: t('since'), end: true }]}
          empty={t('none')}
        >
          {items.map((domain) => (
            <tr key={domain.name} className="hover:bg-hover">
              <Cell>
                <Link href={`/admin/domains/${encodeURIComponent(domain.name)}`} className="font-medium text-fg hover:underline" dir="ltr">
                  {domain.name}
                </Link>
              </Cell>
              <Cell end>{format.count(domain.addresses)}</Cell>
              <Cell end>{format.day(domain.createdAt)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
