'use client';
import { moveTo, targets } from '#client/mail/actions.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { orderMailboxes } from '#client/mail/order-mailboxes.ts';
import { Sheet } from './sheet.tsx';

/** Where to: the mailboxes, by name. */
export function MovePicker() {
  const mailboxes = useMail((state) => state.mailboxes);
  const places = orderMailboxes(mailboxes).filter(({ id, box }) => id !== null && box !== 'drafts');
  return (
    <Sheet title="Move to">
      <ul className="grid">
        {places.map(({ id, name, depth }) => (
          <li key={id}>
            <button
              type="button"
              className="flex min-h-9 w-full items-center rounded-control px-3 text-start hover:bg-hover"
              style={{ paddingInlineStart: 12 + depth * 20 }}
              onClick={() => {
                setMail({ panel: null });
                void moveTo(targets(), id ?? '', `Moved to ${name}`);
              }}
            >
              {name}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
