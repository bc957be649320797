'use client';
import { Archive, Download, FileText, Film, Image as Picture, Mail, Music, User } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ahead } from '#components/ui/ahead.tsx';
import { Button } from '#components/ui/button.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useAllParts } from '#client/hooks/use-all-parts.ts';
import { formatSize } from '#client/i18n/format-size.ts';
import { showProblem } from '#client/mail/activity.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { previewKind, type PreviewKind } from '#client/reading/files/preview-kind.ts';
import type { Readable, ReadPart } from '#client/reading/files/readable.ts';
import { fileNameOf, saveBytes, savePart } from '#client/reading/files/save-file.ts';

const PreviewDialog = ahead(() => import('./preview-dialog.tsx').then((one) => one.PreviewDialog));

const icons = { image: Picture, pdf: FileText, text: FileText, audio: Music, video: Film, message: Mail, contact: User };
const tints: Record<NonNullable<PreviewKind>, string> = {
  ...{
    image: 'bg-accent-soft text-accent',
    pdf: 'bg-danger-soft text-danger',
    text: 'bg-hover text-fg-2',
    audio: 'bg-success-soft text-success',
  },
  ...{ video: 'bg-success-soft text-success', message: 'bg-hover text-fg-2', contact: 'bg-accent-soft text-accent' },
};

/** The files of a message: look at one, save one, save all. Pictures that stand in the text are not listed. */
export function AttachmentList({ message, title }: { message: Readable; title: string }) {
  const t = useTranslations('reading');
  const language = useMail((state) => state.settings.language);
  const files = useAllParts(message.parts);
  const [shown, setShown] = useState<number | null>(null);
  if (files.length === 0) return null;
  const total = files.reduce((sum, { size }) => sum + size, 0);
  return (
    <div role="group" className="mt-4 print:hidden" aria-label={t('attachments')}>
      {files.length > 1 && (
        <div className="mb-2 flex items-center gap-3 text-[12px] text-fg-3">
          {t('attachmentCount', { count: files.length, size: formatSize(total, language) })}
          <Button size="sm" variant="ghost" onClick={() => void saveAll(files, title).catch(showProblem)}>
            <Archive size={16} strokeWidth={1.75} aria-hidden />
            {t('downloadAll')}
          </Button>
        </div>
      )}
      <ul className="flex flex-wrap gap-2">
        {files.map((part, index) => {
          const kind = previewKind(part);
          const Icon = kind ? icons[kind] : FileText;
          const save = () => void savePart(part).catch(showProblem);
          return (
            <li key={part.key} className="flex h-13 min-w-49 max-w-full items-center rounded-card border border-border hover:bg-hover">
              <button
                type="button"
                className="flex h-full min-w-0 flex-1 items-center gap-3 rounded-[inherit] ps-2.5 pe-1 text-start"
                onClick={kind ? () => setShown(index) : save}
              >
                <span className={`grid size-8 flex-none place-items-center rounded-control ${kind ? tints[kind] : 'bg-hover text-fg-2'}`}>
                  <Icon size={18} strokeWidth={1.75} aria-hidden />
                </span>
                <span className="grid min-w-0 text-[13px] leading-4.5">
                  <span className="truncate font-medium text-fg" dir="auto">
                    {part.name}
                  </span>
                  <span className="text-[12px] text-fg-2">{formatSize(part.size, language)}</span>
                </span>
              </button>
              <IconButton label={t('downloadOne', { name: part.name })} className="me-1.5 max-sm:size-11" onClick={save}>
                <Download size={16} strokeWidth={1.75} aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
      {shown !== null && (
        <PreviewDialog
          files={files}
          at={shown}
          onMove={setShown}
          onClose={() => setShown(null)}
          filesOf={(enclosed) => <AttachmentList message={enclosed} title={enclosed.subject} />}
        />
      )}
    </div>
  );
}

async function saveAll(files: readonly ReadPart[], title: string): Promise<void> {
  const [{ writeZip }, contents] = await Promise.all([
    import('#lib/zip/write-zip.ts'),
    Promise.all(files.map(async (part) => ({ name: part.name, bytes: await part.load() }))),
  ]);
  saveBytes(writeZip(contents), `${fileNameOf(title)}.zip`);
}
