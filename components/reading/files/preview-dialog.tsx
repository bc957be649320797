'use client';
import { ChevronLeft, ChevronRight, Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useEffectEvent, type ReactNode } from 'react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useBackCloses } from '#client/hooks/use-back-closes.ts';
import { useOctets } from '#client/hooks/use-octets.ts';
import { showProblem } from '#client/mail/activity.ts';
import { previewKind, safeType } from '#client/reading/files/preview-kind.ts';
import { decodeUnlabelledBytes } from '#client/reading/files/decode-text.ts';
import type { Readable, ReadPart } from '#client/reading/files/readable.ts';
import { savePart } from '#client/reading/files/save-file.ts';
import { ContactPreview } from './contact-preview.tsx';
import { EnclosedMessage } from './enclosed-message.tsx';
import { ReadingDialog } from '#components/reading/reading-dialog.tsx';

interface Props {
  files: readonly ReadPart[];
  at: number;
  onMove: (to: number) => void;
  onClose: () => void;
  /** The files of a message that is itself one of the files. */
  filesOf: (message: Readable) => ReactNode;
}

/** A file of a message, looked at without leaving the page. Back closes it; the arrow keys go to the next. */
export function PreviewDialog({ files, at, onMove, onClose, filesOf }: Props) {
  const t = useTranslations('reading');
  const close = useBackCloses(onClose);
  const previous = files.findLastIndex((file, index) => index < at && previewKind(file) !== null);
  const next = files.findIndex((file, index) => index > at && previewKind(file) !== null);
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.target instanceof HTMLMediaElement || event.target instanceof HTMLPreElement) return;
    if (event.key === 'ArrowRight' && next >= 0) onMove(next);
    if (event.key === 'ArrowLeft' && previous >= 0) onMove(previous);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    // Before the dialog, which keeps such keys to itself.
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, []);
  const part = files[at];
  if (!part) return null;
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <ReadingDialog
      title={part.name}
      size="wide"
      onClose={close}
      actions={
        <>
          {files.length > 1 && (
            <>
              <IconButton
                label={t('previousFile')}
                disabled={previous < 0}
                onClick={() => onMove(previous)}
                className="disabled:opacity-40"
              >
                <ChevronLeft {...icon} className="rtl:-scale-x-100" />
              </IconButton>
              <IconButton label={t('nextFile')} disabled={next < 0} onClick={() => onMove(next)} className="disabled:opacity-40">
                <ChevronRight {...icon} className="rtl:-scale-x-100" />
              </IconButton>
            </>
          )}
          <IconButton label={t('downloadOne', { name: part.name })} onClick={() => void savePart(part).catch(showProblem)}>
            <Download {...icon} />
          </IconButton>
        </>
      }
    >
      <Preview key={part.key} part={part} filesOf={filesOf} />
    </ReadingDialog>
  );
}

function Preview({ part, filesOf }: { part: ReadPart; filesOf: Props['filesOf'] }) {
  const t = useTranslations('reading');
  const kind = previewKind(part);
  const { bytes, url, problem } = useOctets(part, safeType(kind, part));
  if (problem) return <p role="alert">{problem}</p>;
  if (!bytes) return <div role="status" aria-label={t('loading')} className="late h-60 rounded-card bg-hover" />;
  switch (kind) {
    case 'image':
      return (
        url && (
          <img
            src={url}
            alt={part.name}
            className="mx-auto max-h-[78vh] max-w-full rounded-control bg-[repeating-conic-gradient(var(--hover)_0_25%,transparent_0_50%)] bg-size-[20px_20px]"
          />
        )
      );
    case 'audio':
      return url && <audio src={url} controls className="w-full" aria-label={part.name} />;
    case 'video':
      return url && <video src={url} controls className="max-h-[78vh] w-full" aria-label={part.name} />;
    case 'pdf':
      return url && <iframe src={url} title={part.name} className="block h-[78vh] w-full rounded-control border border-border bg-white" />;
    case 'message':
      return <EnclosedMessage bytes={bytes} filesOf={filesOf} />;
    case 'contact':
      return <ContactPreview part={part} bytes={bytes} />;
    case 'text':
    case null:
      return (
        <pre
          tabIndex={0}
          className="max-h-[78vh] overflow-auto rounded-control bg-hover p-3 font-mono text-[12px] leading-4.5 whitespace-pre-wrap wrap-anywhere"
          dir="auto"
        >
          {decodeUnlabelledBytes(bytes)}
        </pre>
      );
  }
}
