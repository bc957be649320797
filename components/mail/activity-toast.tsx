'use client';
import { X } from 'lucide-react';
import { undoLast } from '#client/mail/actions.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';

/** What was done last, and the way back. The same as `z`. */
export function ActivityToast() {
  const activity = useMail((state) => state.activity);
  const online = useMail((state) => state.online);
  return (
    <div role="status" className="pointer-events-none fixed start-6 bottom-20 z-50 max-sm:start-4 max-sm:end-4">
      {!online && (
        <p className="mb-2 w-fit rounded-card bg-warning-soft px-3 py-1.5 text-[13px] text-warning">
          Offline: the server cannot be reached.
        </p>
      )}
      {activity && (
        <div className="toast pointer-events-auto flex h-12 w-fit max-w-full items-center gap-3 rounded-card ps-3.5 pe-2 shadow-dialog">
          <span className="min-w-0 flex-1 truncate">{activity.text}</span>
          {activity.undo && (
            <button type="button" className="toast-action h-8 rounded-control px-2.5 font-semibold" onClick={() => void undoLast()}>
              Undo
            </button>
          )}
          <button
            type="button"
            aria-label="Dismiss"
            className="toast-close grid size-7 place-items-center rounded-control"
            onClick={() => setMail({ activity: null })}
          >
            <X size={16} aria-hidden />
          </button>
        </div>
      )}
    </div>
  );
}
