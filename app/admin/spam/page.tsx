import { getLocale, getTranslations } from 'next-intl/server';
import { adminFormat } from '#components/admin/format.ts';
import { RowLink } from '#components/admin/row-link.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { quarantineList } from '#server/admin/operations/quarantine.ts';
import { ask } from '#server/admin/page.ts';

export default async function Quarantine() {
  const { items } = await ask(quarantineList, {});
  const t = await getTranslations('admin.spam');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        empty={t('none')}
        columns={[
          {
            name: t('when'),
            className: 'tabular-nums',
            cell: ({ id, at }) => (
              <RowLink href={`/admin/spam/${id}`} dir="auto">
                {format.time(at)}
              </RowLink>
            ),
          },
          { name: t('from'), className: 'max-w-60 truncate', cell: ({ sender, author }) => <span dir="ltr">{sender || author}</span> },
          { name: t('to'), className: 'max-w-60 truncate', cell: ({ recipients }) => <span dir="ltr">{recipients.join(', ')}</span> },
          { name: t('score'), end: true, cell: ({ score }) => score },
          { name: t('why'), look: 'dim', className: 'max-w-72 truncate', cell: ({ reasons }) => reasons[0]?.text },
          { name: t('until'), end: true, cell: ({ expiresAt }) => format.day(expiresAt) },
        ]}
      />
    </PageBody>
  );
}
