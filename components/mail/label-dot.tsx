import { hueOf } from '#client/mail/mailboxes/label-colors.ts';

/** The colour of a label, as a small square. */
export function LabelDot({ color }: { color: string | null }) {
  return <span aria-hidden className="label-dot size-2.5 flex-none rounded-[3px]" style={{ '--h': hueOf(color) } as React.CSSProperties} />;
}

/** A label on a row or over a conversation. */
export function LabelTag({ name, color }: { name: string; color: string | null }) {
  return (
    <span
      className={`label-tag inline-flex h-5 max-w-32 flex-none items-center rounded-[5px] px-1.75 text-[12px] leading-4 font-medium ${color === null ? 'border border-border text-fg-2' : ''}`}
      data-colored={color !== null}
      style={{ '--h': hueOf(color) } as React.CSSProperties}
      dir="auto"
    >
      <span className="truncate">{name}</span>
    </span>
  );
}
