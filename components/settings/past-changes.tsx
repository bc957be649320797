'use client';
/** What putting the mail back to an earlier time changes, in words. */
import { useFormatter, useTranslations } from 'next-intl';
import { changesNothing, type PastChange } from '#client/settings/past.ts';

export function PastChanges({ change, size }: { change: PastChange; size: (octets: number) => string }) {
  const t = useTranslations('settings.restore');
  const format = useFormatter();
  const names = (folders: { name: string }[]) => format.list(folders.map(({ name }) => `\u2068${name}\u2069`)); // in either direction of writing
  const messages = (['back', 'moved', 'flagged', 'gone'] as const).flatMap((kind) =>
    change[kind] > 0 ? [t(kind, { count: change[kind] })] : [],
  );
  const folders = (['foldersBack', 'foldersChanged', 'foldersGone'] as const).flatMap((kind) =>
    change[kind].length > 0 ? [t(kind, { names: names(change[kind].map((one) => ('was' in one ? { name: one.was } : one))) })] : [],
  );
  const lines = [...messages, ...folders, ...(change.bytes > 0 ? [t('room', { size: size(change.bytes) })] : [])];
  return (
    <div role="status" className="grid gap-2">
      {changesNothing(change) ? (
        <p>{t('nothing')}</p>
      ) : (
        <ul className="grid list-disc gap-1 ps-5">
          {lines.map((line) => (
            <li key={line} className="break-words">
              {line}
            </li>
          ))}
        </ul>
      )}
      {change.kept > 0 && <p className="text-[13px] leading-5 text-fg-2">{t('kept', { count: change.kept })}</p>}
    </div>
  );
}
