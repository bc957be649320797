'use client';
/** How full the account is, and the quickest ways to make room. */
import { ShieldAlert, Trash2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { formatSize } from '#client/i18n/format-size.ts';
import { empty, loadStorage, type StorageFacts } from '#client/settings/storage.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { TableCard } from '#components/ui/table-card.tsx';

export function StoragePage({ used, limit }: { used: number; limit: number | null }) {
  return useInBrowser() ? <Page used={used} limit={limit} /> : null;
}

function Page({ used, limit }: { used: number; limit: number | null }) {
  const t = useTranslations('settings.storage');
  const format = useFormatter();
  const [asked, setAsked] = useState<StorageFacts['waste'][number] | null>(null);
  const [done, setDone] = useState(0);
  const { value, problem, reload } = useLoaded(loadStorage);
  const share = limit ? Math.min(1, used / limit) : 0;
  return (
    <>
      <Section>
        <Card className="p-4">
          <p className="text-[20px] leading-7 font-semibold tabular-nums">
            {limit ? t('usedOf', { used: formatSize(used), limit: formatSize(limit) }) : t('used', { used: formatSize(used) })}
          </p>
          {limit ? (
            <div
              role="meter"
              aria-label={t('meter')}
              aria-valuemin={0}
              aria-valuemax={100}
              aria-valuenow={Math.round(share * 100)}
              className="mt-3 h-2 overflow-hidden rounded-full bg-hover"
            >
              <div
                className={`h-full rounded-full ${share > 0.9 ? 'bg-danger' : 'bg-accent'}`}
                style={{ inlineSize: `${Math.max(1, share * 100)}%` }}
              />
            </div>
          ) : (
            <p className="mt-1 text-[13px] text-fg-3">{t('noLimit')}</p>
          )}
        </Card>
      </Section>
      {!value && <LoadState problem={problem} onRetry={() => void reload()} />}
      {value && (
        <>
          <Section title={t('room')}>
            <Card>
              {value.waste.map((one) => {
                const Icon = one.role === 'trash' ? Trash2 : ShieldAlert;
                return (
                  <SettingRow
                    key={one.role}
                    title={t(`${one.role}.title`)}
                    about={t('messages', { count: one.total })}
                    lead={<Icon size={18} strokeWidth={1.75} aria-hidden />}
                  >
                    <Button size="sm" variant="danger" disabled={one.total === 0} onClick={() => setAsked(one)}>
                      {t(`${one.role}.empty`)}
                    </Button>
                  </SettingRow>
                );
              })}
            </Card>
          </Section>
          <Section title={t('largest')} about={t('largestAbout')}>
            <TableCard
              label={t('largest')}
              rows={value.largest}
              keyOf={({ id }) => id}
              empty={t('nothing')}
              columns={[
                {
                  name: t('subject'),
                  className: 'max-w-80 truncate',
                  cell: ({ threadId, subject }) => (
                    <a href={`/mail/all/${threadId}`} dir="auto" className="font-medium">
                      {subject || t('noSubject')}
                    </a>
                  ),
                },
                {
                  name: t('from'),
                  className: 'max-w-48 truncate',
                  cell: ({ from }) => <bdi>{from?.[0]?.name || from?.[0]?.email}</bdi>,
                },
                { name: t('date'), cell: ({ receivedAt }) => format.dateTime(new Date(receivedAt), { dateStyle: 'medium' }) },
                { name: t('size'), end: true, cell: ({ size }) => formatSize(size) },
              ]}
            />
          </Section>
        </>
      )}
      {asked && (
        <AskDialog
          question={t(`${asked.role}.question`)}
          consequence={done > 0 ? t('progress', { done, total: asked.total }) : t('forGood', { count: asked.total })}
          action={t(`${asked.role}.empty`)}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await empty(asked.id, setDone);
            setDone(0);
            await reload();
          }}
        />
      )}
    </>
  );
}
