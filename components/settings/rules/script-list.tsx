'use client';
/** The scripts behind the rules, and scripts of one's own: for people who write Sieve (RFC 5228). */

import { Code, Ellipsis, Pencil, Play, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { activateScript, deleteScript, listScripts } from '#client/settings/scripts.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { EditedList } from '#components/settings/edited-list.tsx';
import { ScriptDialog } from './script-dialog.tsx';

export function ScriptList() {
  const t = useTranslations('settings.rules.scripts');
  const ui = useTranslations('ui');
  const { value, problem, reload } = useLoaded(listScripts);
  const [failed, setFailed] = useState<string | null>(null);
  const activate = (id: string) =>
    void activateScript(id).then(
      () => location.reload(), // what stands above says whether the rules are applied
      (error: unknown) => setFailed(wordsOf(error)),
    );
  return (
    <Section title={t('title')} about={t('about')}>
      <Notice state={{ ok: false, message: failed }} />
      {value ? (
        <EditedList
          items={value}
          add={t('new')}
          reload={reload}
          editor={(one, props) => <ScriptDialog script={one} {...props} />}
          removal={({ id, name }) => ({
            question: t('deleteQuestion', { name }),
            consequence: t('deleteMeans'),
            act: () => deleteScript(id),
          })}
          row={(one, { edit, remove }) => (
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
              <Button size="sm" aria-label={t('openOne', { name: one.name })} onClick={edit}>
                {one.isOurs ? t('look') : ui('edit')}
              </Button>
              {!one.isOurs && (
                <IconMenu
                  label={t('more', { name: one.name })}
                  actions={[
                    { label: ui('edit'), icon: Pencil, onSelect: edit },
                    ...(one.isActive
                      ? []
                      : [
                          { label: t('activate'), icon: Play, onSelect: () => activate(one.id) },
                          { label: ui('delete'), icon: Trash2, onSelect: remove },
                        ]),
                  ]}
                >
                  <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
                </IconMenu>
              )}
            </SettingRow>
          )}
        />
      ) : (
        <Card>
          <LoadState problem={problem} onRetry={() => void reload()} />
        </Card>
      )}
    </Section>
  );
}
