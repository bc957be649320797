'use client';
/** The scripts behind the rules, and scripts of one's own: for people who write Sieve (RFC 5228). */
import { Code, Ellipsis, Pencil, Play, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { messageOf } from '#client/jmap/call-account.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { activateScript, deleteScript, listScripts, type Script } from '#client/settings/scripts.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { ScriptDialog } from './script-dialog.tsx';

export function ScriptList() {
  const t = useTranslations('settings.rules.scripts');
  const ui = useTranslations('ui');
  const { value, problem, reload } = useLoaded(listScripts);
  const [edited, setEdited] = useState<Script | 'new' | null>(null);
  const [asked, setAsked] = useState<Script | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  return (
    <Section title={t('title')} about={t('about')}>
      <Notice state={{ ok: false, message: failed }} />
      <Card>
        {!value && <LoadState problem={problem} onRetry={() => void reload()} />}
        {value?.map((one) => (
          <SettingRow
            key={one.id}
            lead={<Code size={18} strokeWidth={1.75} aria-hidden />}
            title={
              <span className="flex flex-wrap items-center gap-2">
                <bdi>{one.name}</bdi>
                {one.isActive && <StatusBadge look="ok">{t('active')}</StatusBadge>}
              </span>
            }
            about={one.isOurs ? t('ours') : t('own')}
          >
            <Button size="sm" aria-label={t('openOne', { name: one.name })} onClick={() => setEdited(one)}>
              {one.isOurs ? t('look') : ui('edit')}
            </Button>
            {!one.isOurs && (
              <IconMenu
                label={t('more', { name: one.name })}
                actions={[
                  { label: ui('edit'), icon: Pencil, onSelect: () => setEdited(one) },
                  ...(one.isActive
                    ? []
                    : [
                        {
                          label: t('activate'),
                          icon: Play,
                          onSelect: () =>
                            void activateScript(one.id).then(
                              () => location.reload(), // what stands above says whether the rules are applied
                              (error: unknown) => setFailed(messageOf(error)),
                            ),
                        },
                        { label: ui('delete'), icon: Trash2, onSelect: () => setAsked(one) },
                      ]),
                ]}
              >
                <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
              </IconMenu>
            )}
          </SettingRow>
        ))}
        <div className="border-t border-hairline p-4 first:border-t-0">
          <Button onClick={() => setEdited('new')}>
            <Plus size={16} aria-hidden />
            {t('new')}
          </Button>
        </div>
      </Card>
      {edited && (
        <ScriptDialog
          script={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onSaved={() => {
            setEdited(null);
            void reload();
          }}
        />
      )}
      {asked && (
        <AskDialog
          question={t('deleteQuestion', { name: asked.name })}
          consequence={t('deleteMeans')}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={async () => {
            await deleteScript(asked.id);
            await reload();
          }}
        />
      )}
    </Section>
  );
}
