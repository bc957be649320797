/** Aliases, a catch-all among them. */
import { useTranslations } from 'next-intl';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { deleteAlias } from './actions.ts';

const shown = 4;

export function AliasTable({ rows }: { rows: { address: string; targets: string[] }[] }) {
  const t = useTranslations('admin.aliases');
  return (
    <DataTable
      label={t('title')}
      columns={[{ name: t('address') }, { name: t('goesTo') }, { name: t('actions'), quiet: true }]}
      empty={t('none')}
    >
      {rows.map(({ address, targets }) => (
        <tr key={address} className="hover:bg-hover">
          <Cell>
            <span className="font-medium" dir="ltr">
              {address}
            </span>
            {address.startsWith('*@') && <span className="ms-2 text-fg-3">{t('catchAll')}</span>}
          </Cell>
          <Cell className="max-w-120 truncate text-fg-2">
            <span dir="ltr">{targets.slice(0, shown).join(', ')}</span>
            {targets.length > shown && ` ${t('andMore', { count: targets.length - shown })}`}
          </Cell>
          <Cell end>
            <ConfirmForm
              action={deleteAlias}
              name={t('remove')}
              label={t('removeOne', { address })}
              question={t('removeOne', { address })}
              consequence={t('removeWhat')}
              fields={{ address }}
            />
          </Cell>
        </tr>
      ))}
    </DataTable>
  );
}
