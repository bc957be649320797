'use client';
/** Whether the letter is signed or encrypted in this browser before it goes. */
import { Lock, LockOpen, PenLine } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconMenu } from '#components/ui/icon-menu.tsx';

type Protection = 'sign' | 'encrypt';

export function ProtectButton({ value, onChange }: { value: Protection | undefined; onChange: (value: Protection | undefined) => void }) {
  const t = useTranslations('reading.crypto.protect');
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const said = value === 'encrypt' ? t('encrypted') : value === 'sign' ? t('signed') : '';
  const Icon = value === 'encrypt' ? Lock : value === 'sign' ? PenLine : LockOpen;
  return (
    <>
      <IconMenu
        label={said ? `${t('label')}: ${said}` : t('label')}
        className={`inline-grid size-8 flex-none place-items-center rounded-control hover:bg-hover data-popup-open:bg-hover ${value ? 'bg-accent-soft text-accent' : 'text-fg-2'}`}
        actions={[
          { label: t('none'), icon: LockOpen, onSelect: () => onChange(undefined) },
          { label: t('sign'), icon: PenLine, onSelect: () => onChange('sign') },
          { label: t('encrypt'), icon: Lock, onSelect: () => onChange('encrypt') },
        ]}
      >
        <Icon {...icon} />
      </IconMenu>
      <span role="status" className="sr-only">
        {said}
      </span>
    </>
  );
}
