import { getLocale, getTranslations } from 'next-intl/server';
import { AliasTable } from '#components/admin/addresses/alias-table.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { RowLink } from '#components/admin/row-link.tsx';
import { Section } from '#components/ui/card.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
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
        <TableCard
          label={t('title')}
          rows={accounts}
          keyOf={({ email }) => email}
          empty={t('none')}
          columns={[
            {
              name: t('address'),
              cell: ({ email }) => <RowLink href={`/admin/accounts/${encodeURIComponent(email)}`}>{email}</RowLink>,
            },
            { name: t('name'), className: 'max-w-72 truncate', cell: ({ display }) => <span dir="auto">{display}</span> },
            { name: t('storage'), end: true, cell: ({ usedBytes }) => format.bytes(usedBytes) },
          ]}
        />
      </Section>
      <Section title={(await getTranslations('admin.aliases'))('title')}>
        <AliasTable rows={aliases} />
      </Section>
    </>
  );
}
