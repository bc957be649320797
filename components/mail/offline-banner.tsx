'use client';
import { CloudOff, CloudUpload } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMail } from '#client/mail/mail-store.ts';

/** Slim, above everything: without the network all goes on, and what is done waits. */
export function OfflineBanner() {
  const t = useTranslations('mail');
  const online = useMail((state) => state.online);
  const queued = useMail((state) => state.queued);
  return (
    <div role="status">
      {!online && (
        <p className="flex h-8 items-center justify-center gap-2 bg-warning-soft px-3 text-[13px] text-warning">
          {queued > 0 ? <CloudUpload size={16} aria-hidden /> : <CloudOff size={16} aria-hidden />}
          {queued > 0 ? t('offlineQueued', { count: queued }) : t('offline')}
        </p>
      )}
    </div>
  );
}
