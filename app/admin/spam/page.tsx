import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { adminFormat } from '#components/admin/format.ts';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { quarantineList } from '#server/admin/operations/quarantine.ts';
import { ask } from '#server/admin/page.ts';

export default async function Quarantine() {
  const { items } = await ask(quarantineList, {});
  const t = await getTranslations('admin.spam');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[
            { name: t('when') },
            { name: t('from') },
            { name: t('to') },
            { name: t('score'), end: true },
            { name: t('why') },
            { name: t('until'), end: true },
          ]}
          empty={t('none')}
        >
          {items.map((held) => (
            <tr key={held.id} className="hover:bg-hover">
              <Cell className="tabular-nums">
                <Link href={`/admin/spam/${held.id}`} className="text-fg hover:underline">
                  {format.time(held.at)}
                </Link>
              </Cell>
              <Cell>
                <span dir="ltr">{held.sender || held.author}</span>
              </Cell>
              <Cell className="max-w-72 truncate font-medium">
                <span dir="ltr">{held.recipients.join(', ')}</span>
              </Cell>
              <Cell end>{held.score}</Cell>
              <Cell className="max-w-72 truncate text-fg-2">{held.reasons[0]?.text}</Cell>
              <Cell end>{format.day(held.expiresAt)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
