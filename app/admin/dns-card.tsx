/** Whether the domains' DNS records are right: those that are not first, each with what is missing. It comes after the page, as resolvers are asked. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Card, CardHead } from '#components/ui/card.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import type { Purpose } from '#components/admin/domains/record-list.tsx';
import { domainHealth } from '#server/admin/operations/domains.ts';
import { ask } from '#server/admin/page.ts';

const shown = 6;

export async function DnsCard() {
  const { items } = await ask(domainHealth, {});
  const t = await getTranslations('admin.dashboard');
  const records = await getTranslations('admin.records');
  if (items.length === 0) return null;
  const bad = items.filter(({ missing }) => missing.length > 0);
  const rows = [...bad, ...items.filter(({ missing }) => missing.length === 0)].slice(0, shown);
  return (
    <Card className="mb-4">
      <CardHead title={t('dns')}>
        {bad.length > 0 ? (
          <StatusBadge look="warn">{t('toLookAt', { count: bad.length })}</StatusBadge>
        ) : (
          <StatusBadge look="ok">{t('allWell')}</StatusBadge>
        )}
      </CardHead>
      <ul>
        {rows.map(({ name, right, all, missing }) => (
          <li
            key={name}
            className="flex min-h-9.5 flex-wrap items-center gap-x-3 gap-y-1 border-t border-hairline px-4 py-1.5 text-[13px] leading-5 first:border-t-0"
          >
            {missing.length === 0 ? (
              <CircleCheck size={18} className="flex-none text-success" aria-label={t('well')} />
            ) : (
              <TriangleAlert size={18} className="flex-none text-warning" aria-label={t('look')} />
            )}
            <Link href={`/admin/domains/${encodeURIComponent(name)}`} className="font-medium text-fg hover:underline" dir="ltr">
              {name}
            </Link>
            <span className="text-fg-2">{records('summary', { right, all })}</span>
            {missing.length > 0 && (
              <span className="min-w-0 text-fg-2">
                {t('dnsMissing', { names: missing.map((purpose) => records(`names.${purpose as Purpose}`)).join(', ') })}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
