'use client';
/** Send, now or later, and the tools of the window. */
import { Ellipsis, LayoutTemplate, MailCheck, Paperclip, Save, Trash2, Type } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { formatSize } from '#client/i18n/format-size.ts';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { ProtectButton } from '#components/compose/sending/protect-button.tsx';
import { ScheduleButton } from '#components/compose/sending/schedule-button.tsx';

interface Props {
  sending: boolean;
  toolsShown: boolean;
  limit: number;
  plain: boolean;
  timeZone: string;
  onTools: () => void;
  onAttach: () => void;
  onDiscard: () => void;
  onPlain: () => void;
  onLater: (at: Date) => void;
  receipt: boolean;
  onReceipt: () => void;
  onTemplates: () => void;
  onSaveTemplate: () => void;
  protection: 'sign' | 'encrypt' | undefined;
  onProtection: (protection: 'sign' | 'encrypt' | undefined) => void;
}

export function ComposeFoot(props: Props) {
  const t = useTranslations('compose');
  const { sending, toolsShown, limit, plain } = props;
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <div className="flex h-15 flex-none items-center gap-0.5 ps-3.5 pe-3">
      <span className="me-2.5 flex">
        <Button type="submit" variant="primary" disabled={sending} aria-keyshortcuts="Control+Enter" className="rounded-e-none">
          {sending ? t('sending') : t('send')}
        </Button>
        <ScheduleButton disabled={sending} timeZone={props.timeZone} onPick={props.onLater} />
      </span>
      {!plain && (
        <IconButton label={t('formatting')} pressed={toolsShown} onClick={props.onTools}>
          <Type {...icon} />
        </IconButton>
      )}
      <IconButton label={t('attach')} title={t('attachLimit', { size: formatSize(limit) })} onClick={props.onAttach}>
        <Paperclip {...icon} />
      </IconButton>
      <ProtectButton value={props.protection} onChange={props.onProtection} />
      <IconMenu
        label={t('moreOptions')}
        actions={[
          { label: plain ? t('richText') : t('plainText'), icon: Type, onSelect: props.onPlain },
          { label: t('useTemplate'), icon: LayoutTemplate, onSelect: props.onTemplates },
          { label: t('saveTemplate'), icon: Save, onSelect: props.onSaveTemplate },
          { label: props.receipt ? t('noReceipt') : t('askReceipt'), icon: MailCheck, onSelect: props.onReceipt },
        ]}
      >
        <Ellipsis {...icon} />
      </IconMenu>
      {props.receipt && <span className="ms-2 truncate text-[12px] text-fg-3 max-sm:hidden">{t('receiptAsked')}</span>}
      <span className="flex-1" />
      <IconButton label={t('discard')} onClick={props.onDiscard}>
        <Trash2 {...icon} />
      </IconButton>
    </div>
  );
}
