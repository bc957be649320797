'use client';
/** Accounts elsewhere: what state they are in, and how they are set up. */
import { Download, Ellipsis, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { enableFetched, fetchNow, isBusy, loadFetched, removeFetched, type Fetched } from '#client/settings/fetched.ts';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { EditedList } from '#components/settings/edited-list.tsx';
import { FetchDialog } from './fetch-dialog.tsx';
import { FolderReports } from './folder-reports.tsx';

/** `whole`: the address says that an account is to be taken over. */
export function FetchPage({ whole = false }: { whole?: boolean }) {
  const t = useTranslations('settings.fetch');
  const ui = useTranslations('ui');
  const { value, problem, reload } = useLoaded(loadFetched);
  const [failed, setFailed] = useState<string | null>(null);
  const busy = value?.some(isBusy) ?? false;
  useEffect(() => {
    const timer = setInterval(() => void reload(), busy ? 1500 : 30_000);
    return () => clearInterval(timer);
  }, [busy, reload]);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const run = (act: Promise<void>) => {
    setFailed(null);
    act.then(reload, (error: unknown) => setFailed(wordsOf(error)));
  };
  return (
    <>
      <Notice state={{ ok: false, message: failed }} />
      <EditedList
        items={value}
        add={t('add')}
        reload={reload}
        startsNew={whole}
        editor={(one, props) => <FetchDialog account={one} whole={whole} {...props} />}
        removal={({ id, login }) => ({
          question: t('deleteQuestion', { name: login }),
          consequence: t('deleteMeans'),
          act: () => removeFetched(id),
        })}
        empty={
          <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
            <Download size={28} strokeWidth={1.5} className="text-fg-3" aria-hidden />
            <p className="font-medium">{t('none')}</p>
            <p className="max-w-md text-[13px] leading-5 text-fg-2">{t('noneAbout')}</p>
          </div>
        }
        row={(one, { edit, remove }) => (
          <div
            key={one.id}
            role="group"
            aria-label={one.login}
            className="flex items-start gap-3 border-t border-hairline px-4 py-3.5 first:border-t-0"
          >
            <span className="pt-0.5">
              <Switch
                label={t('enable', { name: one.login })}
                checked={one.isEnabled}
                onChange={(next) => run(enableFetched(one.id, next))}
              />
            </span>
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-2">
                <b dir="ltr" className="truncate font-medium">
                  {one.login}
                </b>
                <State account={one} />
              </p>
              <p className="text-[13px] leading-5 text-fg-3">
                <bdi dir="ltr">{one.host}</bdi>, {one.protocol === 'imap' ? 'IMAP' : 'POP3'} · {t('fetched', { count: one.fetched })}
              </p>
              {one.report && <FolderReports folders={one.report} />}
              {one.problem && (
                <p className="mt-1 text-[13px] leading-5 text-danger">
                  {t(`problems.${one.problem.code}`)}{' '}
                  {one.problem.detail && (
                    <q dir="auto" className="font-mono text-[12px] break-words">
                      {one.problem.detail}
                    </q>
                  )}
                </p>
              )}
            </div>
            <IconMenu
              label={t('more', { name: one.login })}
              actions={[
                { label: t('now'), icon: RefreshCw, onSelect: () => run(fetchNow(one.id)) },
                { label: ui('edit'), icon: Pencil, onSelect: edit },
                { label: ui('delete'), icon: Trash2, onSelect: remove },
              ]}
            >
              <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
            </IconMenu>
          </div>
        )}
      />
    </>
  );
}

function State({ account }: { account: Fetched }) {
  const t = useTranslations('settings.fetch');
  const language = useLocale();
  if (!account.isEnabled) return <StatusBadge>{t('off')}</StatusBadge>;
  if (isBusy(account)) return <StatusBadge look="accent">{t('running')}</StatusBadge>;
  if (account.problem) return <StatusBadge look="bad">{t('failed')}</StatusBadge>;
  const at =
    account.lastAt && new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(account.lastAt));
  return <StatusBadge look="ok">{at ? t('last', { at }) : t('waiting')}</StatusBadge>;
}
