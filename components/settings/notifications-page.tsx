'use client';
/** Notifications of new mail: asked for by a person, for this browser. */
import { Bell, Monitor } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { forgetDevice, loadNotifications, showExample, turnOff, turnOn } from '#client/settings/notifications.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Switch } from '#components/ui/form/switch.tsx';

export function NotificationsPage() {
  const t = useTranslations('settings.notifications');
  const language = useLocale();
  const { value, problem, reload } = useLoaded(loadNotifications);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const run = (act: Promise<void>) => {
    setFailed(null);
    setBusy(true);
    void act
      .catch((error: unknown) => setFailed(wordsOf(error)))
      .then(reload)
      .finally(() => setBusy(false));
  };
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <>
      <Section>
        <Card>
          <SettingRow
            title={t('here')}
            about={value.kind === 'unsupported' ? t('unsupported') : value.kind === 'denied' ? t('denied') : t('hereAbout')}
            lead={<Bell {...icon} />}
          >
            <Switch
              label={t('here')}
              checked={value.kind === 'on'}
              disabled={busy || value.kind === 'unsupported' || value.kind === 'denied'}
              onChange={(on) => run(on ? turnOn() : turnOff())}
            />
          </SettingRow>
          {value.kind === 'on' && (
            <SettingRow title={t('example')} about={t('exampleAbout')}>
              <Button size="sm" onClick={() => run(showExample())}>
                {t('show')}
              </Button>
            </SettingRow>
          )}
        </Card>
        <div className="mt-3 empty:hidden">
          <Notice state={{ ok: false, message: failed }} />
        </div>
      </Section>
      {value.devices.length > 0 && (
        <Section title={t('devices')} about={t('devicesAbout')}>
          <Card>
            {value.devices.map(({ id, isThis, expires }) => (
              <SettingRow
                key={id}
                lead={<Monitor {...icon} />}
                title={isThis ? <StatusBadge look="accent">{t('thisBrowser')}</StatusBadge> : t('otherBrowser')}
                about={
                  expires
                    ? t('until', { date: new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(expires)) })
                    : undefined
                }
              >
                <Button size="sm" variant="ghost" disabled={busy} onClick={() => run(isThis ? turnOff() : forgetDevice(id))}>
                  {t('forget')}
                </Button>
              </SettingRow>
            ))}
          </Card>
        </Section>
      )}
    </>
  );
}
