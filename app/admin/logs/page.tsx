import { Pause, Play } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { logAddress, logLevelNames, logQuery, logTexts, type LogLevelName } from '#components/admin/log-query.ts';
import { MoreLink } from '#components/admin/more-link.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { fieldLook } from '#components/ui/form/text-field.tsx';
import { logList } from '#server/admin/operations/logs.ts';
import { ask } from '#server/admin/page.ts';

const looks: Record<LogLevelName, StatusLook> = { error: 'bad', warn: 'warn', info: 'accent', debug: 'plain' };
const pageSize = 200;

export default async function Logs({ searchParams }: { searchParams: Promise<Partial<Record<string, string | string[]>>> }) {
  const query = await searchParams;
  const wish = logQuery(query);
  const before = typeof query.before === 'string' && /^\d{1,15}$/.test(query.before) ? Number(query.before) : undefined;
  const isLive = query.live !== 'off' && before === undefined;
  const { items } = await ask(logList, { ...wish, limit: pageSize, ...(before !== undefined && { before }) });
  const t = await getTranslations('admin.logs');
  const clock = new Intl.DateTimeFormat(await getLocale(), {
    ...{ month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 },
    ...{ timeZone: 'UTC', hourCycle: 'h23' },
  });
  const last = items.at(-1);
  return (
    <PageBody wide>
      {isLive && <RefreshEvery seconds={2} quiet />}
      <PageHead title={t('title')} about={t('about')}>
        <Link href={`/admin/logs${logAddress(wish, isLive ? { live: 'off' } : {})}`} className={buttonLook('secondary', 'md')}>
          {isLive ? <Pause size={16} aria-hidden /> : <Play size={16} aria-hidden />}
          {isLive ? t('pause') : t('resume')}
        </Link>
        <a href={`/admin/logs/download${logAddress(wish)}`} className={buttonLook('secondary', 'md')} download>
          {t('download')}
        </a>
      </PageHead>
      <SearchBar label={t('search')} value={wish.search ?? ''}>
        <SelectField
          name="level"
          aria-label={t('level')}
          defaultValue={wish.level}
          options={logLevelNames.map((level) => ({ value: level, name: t(`from.${level}`) }))}
        />
        {logTexts.map((name) => (
          <input
            key={`${name} ${wish[name] ?? ''}`}
            name={name}
            defaultValue={wish[name] ?? ''}
            aria-label={t(name)}
            placeholder={t(name)}
            autoComplete="off"
            className={`${fieldLook} h-9 w-40!`}
          />
        ))}
        {!isLive && <input type="hidden" name="live" value="off" />}
        <Button type="submit">{t('show')}</Button>
      </SearchBar>
      <p role="status" className="mb-2 flex items-center gap-2 text-[12px] leading-4 text-fg-3">
        <span aria-hidden className={`size-2 rounded-full ${isLive ? 'bg-success' : 'bg-fg-3'}`} />
        {isLive ? t('live') : t('paused')}
      </p>
      <TableCard
        label={t('title')}
        rows={items}
        keyOf={({ id }) => id}
        rowClass={() => 'align-top hover:bg-hover'}
        empty={t('none')}
        columns={[
          {
            name: t('time'),
            look: 'code',
            className: 'py-2.5 leading-4.5 tabular-nums',
            cell: ({ at }) => <time dateTime={at.toISOString()}>{clock.format(at)}</time>,
          },
          {
            name: t('level'),
            className: 'py-2',
            cell: ({ level }) => <StatusBadge look={looks[level]}>{t(`levels.${level}`)}</StatusBadge>,
          },
          {
            name: t('process'),
            look: 'dim',
            className: 'py-2.5 text-[12px] leading-4.5',
            cell: ({ host, process }) => (
              <span title={host} dir="ltr">
                {process}
              </span>
            ),
          },
          {
            name: t('event'),
            look: 'strong',
            className: 'py-2.5 text-[12px] leading-4.5',
            cell: ({ event }) => <span dir="ltr">{event}</span>,
          },
          {
            name: t('facts'),
            look: 'code',
            wrap: true,
            className: 'min-w-90 leading-4.5',
            cell: ({ fields }) => (
              <span dir="ltr" className="line-clamp-4 break-words" title={fields.reason?.toString()}>
                {Object.entries(fields)
                  .filter(([, value]) => value !== null)
                  .map(([name, value]) => `${name}=${String(value)}`)
                  .join('  ')}
              </span>
            ),
          },
        ]}
      />
      {last && items.length === pageSize && (
        <MoreLink href={`/admin/logs${logAddress(wish, { before: String(last.id) })}`} name={t('older')} />
      )}
    </PageBody>
  );
}
