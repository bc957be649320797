'use client';
/**
 * One recipient. Amber when outside the own domains, red when it cannot be an address. A click opens what can be done with it; one that is
 * wrong is corrected where it stands. Delete and Backspace take it out.
 */
import { Menu } from '@base-ui/react/menu';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { formatRecipient, isAddress, parseRecipients, type Recipient } from '#client/compose/recipients.ts';
import { Avatar } from '#components/ui/avatar.tsx';

interface Props {
  recipient: Recipient;
  outside: boolean;
  /** Replaces it by what was typed in its place: none, one, or several. */
  onReplace: (by: Recipient[]) => void;
  /** To one of the other fields. */
  moves: { name: string; run: () => void }[];
  onDragStart: (event: React.DragEvent) => void;
}
const tints = {
  inside: 'border-border',
  outside: 'border-warning/35 bg-warning-soft',
  wrong: 'border-danger bg-danger-soft text-danger',
};
const item =
  'flex min-h-8 cursor-default items-center rounded-control px-2.5 text-[13px] outline-none data-highlighted:bg-hover max-sm:min-h-11';

export function RecipientChip({ recipient, outside, onReplace, moves, onDragStart }: Props) {
  const t = useTranslations('compose');
  const [edited, setEdited] = useState<string | null>(null);
  const { name, email } = recipient;
  const wrong = !isAddress(email);
  const tint = tints[wrong ? 'wrong' : outside ? 'outside' : 'inside'];
  const edit = () => setEdited(formatRecipient(recipient));
  if (edited !== null) {
    const finish = () => {
      setEdited(null);
      onReplace(parseRecipients(edited));
    };
    return (
      <input
        aria-label={t('editRecipient', { email })}
        value={edited}
        autoFocus
        spellCheck={false}
        autoCapitalize="off"
        dir="auto"
        onFocus={(event) => event.target.select()}
        onChange={(event) => setEdited(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setEdited(null);
          else if (event.key === 'Enter' || event.key === 'Tab') finish();
          else return;
          if (event.key !== 'Tab') event.preventDefault();
          event.stopPropagation();
        }}
        style={{ inlineSize: `${Math.min(40, Math.max(12, edited.length + 2))}ch` }}
        className="h-6.5 max-w-full rounded-full border border-accent bg-surface px-2.5 text-[13px] outline-none! max-sm:text-[16px]"
      />
    );
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Delete' && event.key !== 'Backspace') return;
    event.preventDefault();
    onReplace([]);
  };
  return (
    <span
      draggable
      onDragStart={onDragStart}
      title={wrong ? t('isNoAddress', { email }) : name ? `${name} <${email}>` : email}
      className={`inline-flex h-6.5 max-w-full items-center gap-1.5 rounded-full border ps-0.75 text-[13px] leading-5 whitespace-nowrap ${tint}`}
    >
      {!wrong && <Avatar name={name ?? email} email={email} size={20} />}
      {wrong ? (
        <button type="button" className="truncate ps-2" onClick={edit} onKeyDown={onKeyDown} aria-label={t('wrongChip', { email })}>
          <bdi>{name ?? email}</bdi>
        </button>
      ) : (
        <Menu.Root>
          <Menu.Trigger
            className="truncate"
            onKeyDown={onKeyDown}
            onDoubleClick={edit}
            aria-description={outside ? t('outside') : undefined}
          >
            <bdi>{name ?? email}</bdi>
          </Menu.Trigger>
          <Menu.Portal>
            <Menu.Positioner align="start" sideOffset={6} className="z-50">
              <Menu.Popup className="max-w-80 min-w-48 rounded-card border border-border bg-raised p-1.5 shadow-menu outline-none">
                <div className="truncate px-2.5 pt-1 pb-1.5 text-[12px] leading-4 text-fg-3" dir="ltr">
                  {email}
                </div>
                <Menu.Item className={item} onClick={edit}>
                  {t('edit')}
                </Menu.Item>
                <Menu.Item className={item} onClick={() => void navigator.clipboard.writeText(email)}>
                  {t('copyAddress')}
                </Menu.Item>
                {moves.map((move) => (
                  <Menu.Item key={move.name} className={item} onClick={move.run}>
                    {t('moveTo', { field: move.name })}
                  </Menu.Item>
                ))}
                <Menu.Item className={item} onClick={() => onReplace([])}>
                  {t('remove')}
                </Menu.Item>
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      )}
      <button
        type="button"
        aria-label={t('removeOne', { name: email })}
        onClick={() => onReplace([])}
        className="grid size-6 place-items-center rounded-full text-fg-3 hover:text-fg"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
