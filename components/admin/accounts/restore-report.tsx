/** What putting an account back changes, in numbers: no name of a folder, no subject. */
import { useTranslations } from 'next-intl';

const kinds = ['back', 'moved', 'flagged', 'gone', 'foldersBack', 'foldersChanged', 'foldersGone'] as const;
export type RestoreCounts = Record<(typeof kinds)[number] | 'kept' | 'bytes', number> & { changed: boolean };

export function RestoreReport({ report, bytes }: { report: RestoreCounts; bytes: (octets: number) => string }) {
  const t = useTranslations('admin.restore');
  const lines = [
    ...kinds.flatMap((kind) => (report[kind] > 0 ? [t(kind, { count: report[kind] })] : [])),
    ...(report.bytes > 0 ? [t('room', { size: bytes(report.bytes) })] : []),
  ];
  return (
    <div role="status" className="grid gap-2">
      {report.changed ? (
        <ul className="grid list-disc gap-1 ps-5">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      ) : (
        <p>{t('nothing')}</p>
      )}
      {report.kept > 0 && <p className="text-[13px] leading-5 text-fg-2">{t('kept', { count: report.kept })}</p>}
    </div>
  );
}
