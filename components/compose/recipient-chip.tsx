/** One recipient. Amber when outside the own domains, red when it cannot be an address; a click puts it back into the field to edit. */
import { X } from 'lucide-react';
import { isAddress, type Recipient } from '#client/compose/recipients.ts';
import { Avatar } from '#components/ui/avatar.tsx';

interface Props {
  recipient: Recipient;
  outside: boolean;
  onEdit: () => void;
  onRemove: () => void;
  onDragStart: (event: React.DragEvent) => void;
}
const tints = {
  inside: 'border-border',
  outside: 'border-warning/35 bg-warning-soft',
  wrong: 'border-danger bg-danger-soft text-danger',
};

export function RecipientChip({ recipient, outside, onEdit, onRemove, onDragStart }: Props) {
  const { name, email } = recipient;
  const wrong = !isAddress(email);
  const tint = tints[wrong ? 'wrong' : outside ? 'outside' : 'inside'];
  return (
    <span
      draggable
      onDragStart={onDragStart}
      title={wrong ? `${email} is not an address` : name ? `${name} <${email}>` : email}
      className={`inline-flex h-6.5 max-w-full items-center gap-1.5 rounded-full border ps-0.75 text-[13px] leading-5 whitespace-nowrap ${tint}`}
    >
      {!wrong && <Avatar name={name ?? email} email={email} size={20} />}
      <button
        type="button"
        className={`truncate ${wrong ? 'ps-2' : ''}`}
        onClick={onEdit}
        aria-label={wrong ? `${email}, not an address, edit` : undefined}
      >
        {name ?? email}
      </button>
      <button
        type="button"
        aria-label={`Remove ${email}`}
        onClick={onRemove}
        className="grid size-6 place-items-center rounded-full text-fg-3 hover:text-fg"
      >
        <X size={12} aria-hidden />
      </button>
    </span>
  );
}
