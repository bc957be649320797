import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { AliasTable } from '#components/admin/alias-table.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { Card, Section } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { accountList } from '#server/admin/operations/accounts.ts';
import { aliasList } from '#server/admin/operations/aliases.ts';
import { ask } from '#server/admin/page.ts';

export default async function DomainAddresses({ params }: { params: Promise<{ name: string }> }) {
  const domain = decodeURIComponent((await params).name);
  const [{ items: accounts }, { items: aliases }] = await Promise.all([
    ask(accountList, { domain, limit: 1000 }),
    ask(aliasList, { domain }),
  ]);
  const t = await getTranslations('admin.accounts');
  const format = adminFormat(await getLocale());
  return (
    <>
      <Section title={t('title')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('title')}
            columns={[{ name: t('address') }, { name: t('name') }, { name: t('storage'), end: true }]}
            empty={t('none')}
          >
            {accounts.map((account) => (
              <tr key={account.email} className="hover:bg-hover">
                <Cell>
                  <Link
                    href={`/admin/accounts/${encodeURIComponent(account.email)}`}
                    className="font-medium text-fg hover:underline"
                    dir="ltr"
                  >
                    {account.email}
                  </Link>
                </Cell>
                <Cell>
                  <span dir="auto">{account.display}</span>
                </Cell>
                <Cell end>{format.bytes(account.usedBytes)}</Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      <Section title={(await getTranslations('admin.aliases'))('title')}>
        <Card className="overflow-hidden">
          <AliasTable rows={aliases} />
        </Card>
      </Section>
    </>
  );
}
