'use client';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { undoLast } from '#client/mail/activity.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';

/** What was done last, and the way back; how far a change of very many is. The same as `z`. */
export function ActivityToast() {
  const t = useTranslations('mail');
  const activity = useMail((state) => state.activity);
  const bulk = useMail((state) => state.bulk);
  return (
    <div className="pointer-events-none fixed start-6 bottom-20 z-50 max-sm:start-4 max-sm:end-4">
      {bulk && (
        <div className="toast pointer-events-auto mb-2 grid w-80 max-w-full gap-2 rounded-card px-3.5 py-3 shadow-dialog">
          <span className="flex gap-3 text-[13px]">
            <span className="min-w-0 flex-1 truncate">{bulk.text}</span>
            <span className="tabular-nums">{t('progress', { done: bulk.done, total: bulk.total })}</span>
          </span>
          <progress className="bulk-progress" aria-label={bulk.text} value={bulk.done} max={Math.max(1, bulk.total)} />
        </div>
      )}
      <div role="status">
        {activity && (
          <div className="toast pointer-events-auto flex min-h-12 w-fit max-w-full items-center gap-3 rounded-card ps-3.5 pe-2 shadow-dialog">
            <span className="line-clamp-2 min-w-0 flex-1 py-2">{activity.text}</span>
            {activity.undo && (
              <button type="button" className="toast-action h-8 rounded-control px-2.5 font-semibold" onClick={() => void undoLast()}>
                {t('commands.undo')}
              </button>
            )}
            <button
              type="button"
              aria-label={t('dismiss')}
              className="toast-close grid size-7 place-items-center rounded-control"
              onClick={() => setMail({ activity: null })}
            >
              <X size={16} aria-hidden />
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
