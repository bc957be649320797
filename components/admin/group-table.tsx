/** Groups. */
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

export interface GroupRow {
  address: string;
  name: string;
  members: string[];
  posting: 'anyone' | 'internal' | 'members';
}

export function GroupTable({ rows }: { rows: GroupRow[] }) {
  const t = useTranslations('admin.groups');
  return (
    <DataTable
      label={t('title')}
      columns={[{ name: t('address') }, { name: t('name') }, { name: t('members'), end: true }, { name: t('posting') }]}
      empty={t('none')}
    >
      {rows.map(({ address, name, members, posting }) => (
        <tr key={address} className="hover:bg-hover">
          <Cell>
            <Link href={`/admin/groups/${encodeURIComponent(address)}`} className="font-medium text-fg hover:underline" dir="ltr">
              {address}
            </Link>
          </Cell>
          <Cell>
            <span dir="auto">{name}</span>
          </Cell>
          <Cell end>{members.length}</Cell>
          <Cell>
            <StatusBadge>{t(`who.${posting}`)}</StatusBadge>
          </Cell>
        </tr>
      ))}
    </DataTable>
  );
}
