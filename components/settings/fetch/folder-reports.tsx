'use client';
/** What came of a whole account elsewhere, folder by folder. */
import { useTranslations } from 'next-intl';
import type { FolderReport } from '#client/settings/fetched.ts';

export function FolderReports({ folders }: { folders: FolderReport[] }) {
  const t = useTranslations('settings.fetch');
  if (folders.length === 0) return null;
  return (
    <details className="mt-1 text-[13px] leading-5">
      <summary className="w-fit cursor-pointer text-fg-2">{t('report', { count: folders.length })}</summary>
      <ul className="mt-1 grid max-h-60 gap-1 overflow-y-auto" tabIndex={0} aria-label={t('report', { count: folders.length })}>
        {folders.map(({ folder, found, taken, already, refused, sha256, problems }) => (
          <li key={folder} className="break-words">
            <bdi className="font-medium">{folder}</bdi>: {t('folderReport', { found, taken, already, refused })}
            {sha256 && (
              <code className="block truncate text-[11px] text-fg-3" title={sha256}>
                SHA-256 {sha256}
              </code>
            )}
            {problems.map(({ uid, reason }) => (
              <span key={uid} className="block text-[12px] text-danger">
                UID {uid}: {reason}
              </span>
            ))}
          </li>
        ))}
      </ul>
    </details>
  );
}
