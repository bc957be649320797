/** What is well with the server, and what should be looked at. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Card, CardHead } from '#components/ui/card.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';

export interface HealthRow {
  name: string;
  text: string;
  well: boolean;
}

export function HealthCard({ rows }: { rows: HealthRow[] }) {
  const t = useTranslations('admin.dashboard');
  const bad = rows.filter(({ well }) => !well).length;
  return (
    <Card>
      <CardHead title={t('health')}>
        {bad > 0 ? (
          <StatusBadge look="warn">{t('toLookAt', { count: bad })}</StatusBadge>
        ) : (
          <StatusBadge look="ok">{t('allWell')}</StatusBadge>
        )}
      </CardHead>
      <ul>
        {rows.map(({ name, text, well }) => (
          <li
            key={name}
            className="flex min-h-9.5 items-center gap-3 border-t border-hairline px-4 py-1.5 text-[13px] leading-5 first:border-t-0"
          >
            {well ? (
              <CircleCheck size={18} className="flex-none text-success" aria-label={t('well')} />
            ) : (
              <TriangleAlert size={18} className="flex-none text-warning" aria-label={t('look')} />
            )}
            <b className="w-24 flex-none font-medium">{name}</b>
            <span className="min-w-0 text-fg-2">{text}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
