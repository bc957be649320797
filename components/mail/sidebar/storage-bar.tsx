'use client';
import { useTranslations } from 'next-intl';
import { formatSize } from '#client/i18n/format-size.ts';
import { useMail } from '#client/mail/mail-store.ts';

/** How much of the quota is used; nothing where there is none. */
export function StorageBar() {
  const t = useTranslations('mail');
  const { used, limit } = useMail((state) => state.quota);
  const language = useMail((state) => state.settings.language);
  if (limit === null || limit === 0) return null;
  const share = Math.min(1, used / limit);
  return (
    <div className="side-text mt-auto px-3 pt-4">
      <div
        role="meter"
        aria-label={t('storage')}
        aria-valuemin={0}
        aria-valuemax={limit}
        aria-valuenow={used}
        className="h-1 overflow-hidden rounded-full bg-border"
      >
        <span className={`block h-full rounded-full ${share > 0.9 ? 'bg-danger' : 'bg-accent'}`} style={{ width: `${share * 100}%` }} />
      </div>
      <p className="mt-2 text-[12px] leading-4 text-fg-2">
        {t('storageUsed', { used: formatSize(used, language), limit: formatSize(limit, language) })}
      </p>
    </div>
  );
}
