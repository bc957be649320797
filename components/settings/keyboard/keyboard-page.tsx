'use client';
/** The keys of every act, to be changed; single keys may be switched off altogether (WCAG 2.1.4). */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { commands, keysOf, nameOfCommand } from '#client/mail/commands/all.ts';
import type { Command } from '#client/mail/commands/command.ts';
import { nameOfKey } from '#client/mail/commands/keys.ts';
import { loadMailboxes, saveSettings } from '#client/mail/mailboxes/load-mailboxes.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { KeyCaps } from '#components/mail/panels/key-caps.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { KeyDialog } from './key-dialog.tsx';

const groups = ['anywhere', 'go', 'list', 'act', 'thread'] as const;

export function KeyboardPage() {
  const t = useTranslations('settings.keyboard');
  const ui = useTranslations('ui');
  const words = useTranslations('mail');
  const { value, problem, reload } = useLoaded(() => loadMailboxes().then(() => true));
  const { shortcuts, keys } = useMail((state) => state.settings);
  const [edited, setEdited] = useState<Command | null>(null);
  const [failed, setFailed] = useState<string | null>(null);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  const save = (change: Parameters<typeof saveSettings>[0]) => {
    setFailed(null);
    void saveSettings(change).catch((error: unknown) => setFailed(wordsOf(error)));
  };
  const without = (...ids: string[]) => Object.fromEntries(Object.entries(keys).filter(([id]) => !ids.includes(id)));
  /** Whoever had the keys before loses them. */
  function assign(command: Command, wanted: string[]): void {
    const others = commands
      .filter((one) => one.id !== command.id && keysOf(one).some((key) => wanted.includes(key)))
      .map((one): [string, string[]] => [one.id, keysOf(one).filter((key) => !wanted.includes(key))]);
    save({ keys: { ...keys, ...Object.fromEntries(others), [command.id]: wanted } });
    setEdited(null);
  }
  return (
    <>
      <Section>
        <Card>
          <SettingRow title={t('single')} about={t('singleAbout')}>
            <Switch label={t('single')} checked={shortcuts} onChange={(next) => save({ shortcuts: next })} />
          </SettingRow>
          {Object.keys(keys).length > 0 && (
            <SettingRow title={t('own', { count: Object.keys(keys).length })}>
              <Button size="sm" onClick={() => save({ keys: {} })}>
                {t('resetAll')}
              </Button>
            </SettingRow>
          )}
        </Card>
      </Section>
      <Notice state={{ ok: false, message: failed }} />
      {groups.map((group) => (
        <Section key={group} title={words(`commandGroups.${group}`)}>
          <Card>
            <ul>
              {commands
                .filter((command) => command.group === group)
                .map((command) => (
                  <li key={command.id} className="flex min-h-11 items-center gap-3 border-t border-hairline px-4 first:border-t-0">
                    <span className="min-w-0 flex-1 truncate">{nameOfCommand(command)}</span>
                    <span className="flex flex-none items-center gap-2">
                      {keysOf(command).map((one) => (
                        <KeyCaps key={one} keys={one} />
                      ))}
                      {keysOf(command).length === 0 && <span className="text-[12px] text-fg-3">{t('none')}</span>}
                    </span>
                    <Button
                      size="sm"
                      variant="ghost"
                      aria-label={t('changeOne', { name: nameOfCommand(command) })}
                      onClick={() => setEdited(command)}
                    >
                      {ui('edit')}
                    </Button>
                  </li>
                ))}
            </ul>
          </Card>
        </Section>
      ))}
      {edited && (
        <KeyDialog
          command={edited}
          readKey={nameOfKey}
          onClose={() => setEdited(null)}
          onSave={(wanted) => assign(edited, wanted)}
          onReset={() => {
            save({ keys: without(edited.id) });
            setEdited(null);
          }}
        />
      )}
    </>
  );
}
