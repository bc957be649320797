import { Pause, Play } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { logAddress, logLevelNames, logQuery, logTexts, type LogLevelName } from '#components/admin/log-query.ts';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { StatusBadge, type StatusLook } from '#components/ui/status-badge.tsx';
import { fieldLook } from '#components/ui/text-field.tsx';
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
            key={name}
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
      <Card className="overflow-hidden">
        <DataTable
          label={t('title')}
          columns={[{ name: t('time') }, { name: t('level') }, { name: t('process') }, { name: t('event') }, { name: t('facts') }]}
          empty={t('none')}
        >
          {items.map((line) => (
            <tr key={line.id} className="align-top hover:bg-hover">
              <Cell className="py-2.5 font-mono text-[12px] leading-4.5 text-fg-2 tabular-nums">
                <time dateTime={line.at.toISOString()}>{clock.format(line.at)}</time>
              </Cell>
              <Cell className="py-2">
                <StatusBadge look={looks[line.level]}>{t(`levels.${line.level}`)}</StatusBadge>
              </Cell>
              <Cell className="py-2.5 text-[12px] leading-4.5 text-fg-2">
                <span title={line.host} dir="ltr">
                  {line.process}
                </span>
              </Cell>
              <Cell className="py-2.5 text-[12px] leading-4.5 font-medium">
                <span dir="ltr">{line.event}</span>
              </Cell>
              <Cell className="min-w-90 py-2.5 font-mono text-[12px] leading-4.5 whitespace-normal text-fg-2">
                <span dir="ltr" className="line-clamp-4 break-words" title={line.fields.reason?.toString()}>
                  {Object.entries(line.fields)
                    .filter(([, value]) => value !== null)
                    .map(([name, value]) => `${name}=${String(value)}`)
                    .join('  ')}
                </span>
              </Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
      {last && items.length === pageSize && (
        <p className="mt-4 text-center">
          <Link href={`/admin/logs${logAddress(wish, { before: String(last.id) })}`} className={buttonLook('secondary', 'sm')}>
            {t('older')}
          </Link>
        </p>
      )}
    </PageBody>
  );
}
