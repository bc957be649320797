import { keyCaps } from '#client/mail/commands/all.ts';

/** Keys as they stand on the keyboard. */
export function KeyCaps({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {keyCaps(keys).map((cap, index) => (
        <kbd
          key={index}
          className="grid h-5 min-w-5 place-items-center rounded-[5px] border border-border px-1 font-sans text-[12px] leading-4 text-fg-2"
        >
          {cap}
        </kbd>
      ))}
    </span>
  );
}
