'use client';
/** One thing that a rule does. */
import { Archive, Eye, FolderInput, Forward, OctagonPause, ShieldAlert, Star, Tag, Trash2, X, type LucideIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMail } from '#client/mail/mail-store.ts';
import { orderLabels, orderMailboxes } from '#client/mail/mailboxes/order-mailboxes.ts';
import type { RuleAction } from '#lib/sieve/rules/model.ts';
import { IconButton } from '#components/ui/icon-button.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { fieldLook } from '#components/ui/form/text-field.tsx';

export const actionIcons: Record<RuleAction['kind'], LucideIcon> = {
  move: FolderInput,
  label: Tag,
  star: Star,
  markRead: Eye,
  archive: Archive,
  delete: Trash2,
  junk: ShieldAlert,
  forward: Forward,
  stop: OctagonPause,
};
const kinds = Object.keys(actionIcons) as RuleAction['kind'][];

interface Props {
  action: RuleAction;
  position: number;
  onChange: (action: RuleAction) => void;
  onRemove: () => void;
}

export function RuleActionRow({ action, position, onChange, onRemove }: Props) {
  const t = useTranslations('settings.rules');
  const mailboxes = useMail((state) => state.mailboxes);
  const Icon = actionIcons[action.kind];
  const places = [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)].filter(
    ({ id, box }) => id !== null && !['drafts', 'sent', 'scheduled', 'snoozed'].includes(box),
  );
  function choose(kind: RuleAction['kind']): void {
    if (kind === 'move' || kind === 'label') onChange({ kind, mailboxId: places.at(-1)?.id ?? null, mailbox: '' });
    else if (kind === 'forward') onChange({ kind, address: '' });
    else onChange({ kind });
  }
  return (
    <div role="group" aria-label={t('action', { position })} className="flex flex-wrap items-center gap-2">
      <Icon size={18} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
      <SelectField
        aria-label={t('what')}
        value={action.kind}
        options={kinds.map((value) => ({ value, name: t(`actions.${value}`) }))}
        onChange={(event) => choose(kinds.find((kind) => kind === event.target.value) ?? 'archive')}
        className="w-48 max-sm:flex-1"
      />
      {action.kind === 'move' || action.kind === 'label' ? (
        <SelectField
          aria-label={t('mailbox')}
          value={action.mailboxId ?? ''}
          options={[
            ...(action.mailboxId === null ? [{ value: '', name: action.mailbox || t('choose') }] : []),
            ...places.map(({ id, name, depth }) => ({ value: id ?? '', name: `${'\u2003'.repeat(depth)}${name}` })),
          ]}
          onChange={(event) => onChange({ ...action, mailboxId: event.target.value || null })}
          className="min-w-40 flex-1 max-sm:order-last max-sm:basis-full"
        />
      ) : action.kind === 'forward' ? (
        <input
          aria-label={t('forwardTo')}
          type="email"
          value={action.address}
          placeholder="name@example.org"
          dir="ltr"
          onChange={(event) => onChange({ ...action, address: event.target.value.trim() })}
          className={`${fieldLook} h-9 min-w-40 flex-1 max-sm:order-last max-sm:basis-full`}
        />
      ) : (
        <span className="flex-1 max-sm:hidden" />
      )}
      <IconButton label={t('removeAction', { position })} onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
    </div>
  );
}
