'use client';
/** Takes the next keys that are pressed: one, or two within a second and a half (`g i`). */
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { commands, keysOf, nameOfCommand } from '#client/mail/commands/all.ts';
import type { Command } from '#client/mail/commands/command.ts';
import type { Key } from '#client/mail/commands/keys.ts';
import { KeyCaps } from '#components/mail/panels/key-caps.tsx';
import { Button } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';

interface Props {
  command: Command;
  readKey: (event: Key) => string;
  onSave: (keys: string[]) => void;
  onReset: () => void;
  onClose: () => void;
}
const patience = 1500;

export function KeyDialog({ command, readKey, onSave, onReset, onClose }: Props) {
  const t = useTranslations('settings.keyboard');
  const ui = useTranslations('ui');
  const [taken, setTaken] = useState<string | null>(null);
  const last = useRef(0);
  const holder = taken === null ? undefined : commands.find((one) => one.id !== command.id && keysOf(one).includes(taken));
  function onKeyDown(event: React.KeyboardEvent<HTMLElement>): void {
    if (['Tab', 'Escape', 'Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'Dead'].includes(event.key) || event.nativeEvent.isComposing)
      return;
    event.preventDefault();
    event.stopPropagation();
    const key = readKey(event);
    const isSecond = taken !== null && !taken.includes(' ') && event.timeStamp - last.current < patience;
    last.current = event.timeStamp;
    setTaken(isSecond ? `${taken} ${key}` : key);
  }
  return (
    <Modal
      title={nameOfCommand(command)}
      onClose={onClose}
      foot={
        <>
          <Button variant="ghost" onClick={onReset}>
            {t('reset')}
          </Button>
          <Button onClick={() => onSave([])}>{t('noKey')}</Button>
          <Button variant="primary" disabled={taken === null} onClick={() => taken !== null && onSave([taken])}>
            {ui('save')}
          </Button>
        </>
      }
    >
      <div
        role="textbox"
        aria-label={t('press')}
        aria-readonly
        tabIndex={0}
        autoFocus
        onKeyDown={onKeyDown}
        className="grid h-20 place-items-center rounded-card border border-control bg-surface focus:border-accent"
      >
        {taken === null ? <span className="text-fg-3">{t('press')}</span> : <KeyCaps keys={taken} />}
      </div>
      <p role="status" className="mt-3 min-h-5 text-[13px] leading-5 text-warning">
        {holder ? t('takenBy', { name: nameOfCommand(holder) }) : ''}
      </p>
    </Modal>
  );
}
