/** Groups. */
import { useTranslations } from 'next-intl';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { RowLink } from '#components/admin/row-link.tsx';

export interface GroupRow {
  address: string;
  name: string;
  members: string[];
  posting: 'anyone' | 'internal' | 'members';
}

export function GroupTable({ rows }: { rows: GroupRow[] }) {
  const t = useTranslations('admin.groups');
  return (
    <TableCard
      label={t('title')}
      rows={rows}
      keyOf={({ address }) => address}
      empty={t('none')}
      columns={[
        {
          name: t('address'),
          cell: ({ address }) => <RowLink href={`/admin/groups/${encodeURIComponent(address)}`}>{address}</RowLink>,
        },
        { name: t('name'), className: 'max-w-72 truncate', cell: ({ name }) => <span dir="auto">{name}</span> },
        { name: t('members'), end: true, cell: ({ members }) => members.length },
        { name: t('posting'), cell: ({ posting }) => <StatusBadge>{t(`who.${posting}`)}</StatusBadge> },
      ]}
    />
  );
}
