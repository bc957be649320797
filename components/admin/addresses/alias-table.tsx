/** Aliases, a catch-all among them. */
import { useTranslations } from 'next-intl';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { deleteAlias } from '#components/admin/actions.ts';

const shown = 4;

export function AliasTable({ rows }: { rows: { address: string; targets: string[] }[] }) {
  const t = useTranslations('admin.aliases');
  return (
    <TableCard
      label={t('title')}
      rows={rows}
      keyOf={({ address }) => address}
      empty={t('none')}
      columns={[
        {
          name: t('address'),
          cell: ({ address }) => (
            <>
              <span className="font-medium" dir="ltr">
                {address}
              </span>
              {address.startsWith('*@') && <span className="ms-2 text-fg-3">{t('catchAll')}</span>}
            </>
          ),
        },
        {
          name: t('goesTo'),
          look: 'dim',
          className: 'max-w-120 truncate',
          cell: ({ targets }) => (
            <>
              <span dir="ltr">{targets.slice(0, shown).join(', ')}</span>
              {targets.length > shown && ` ${t('andMore', { count: targets.length - shown })}`}
            </>
          ),
        },
        {
          ...{ name: t('actions'), quiet: true, end: true },
          cell: ({ address }) => (
            <ConfirmForm
              action={deleteAlias}
              name={t('remove')}
              question={t('removeOne', { address })}
              consequence={t('removeWhat')}
              fields={{ address }}
              many
            />
          ),
        },
      ]}
    />
  );
}
