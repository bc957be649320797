'use client';
/** The files of a message: how far each has come, and how to stop, repeat or remove it. */
import { File as FileIcon, RotateCw, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type AttachedFile } from '#client/compose/draft/attachments.ts';
import { formatSize } from '#client/i18n/format-size.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

export function AttachmentList({
  files,
  onRemove,
  onRetry,
}: {
  files: AttachedFile[];
  onRemove: (key: string) => void;
  onRetry: (key: string) => void;
}) {
  const t = useTranslations('compose');
  const shown = files.filter((file) => (file.state === 'done' ? !file.part.cid : !file.cid || file.state === 'failed'));
  if (shown.length === 0) return null;
  return (
    <ul
      aria-label={t('attachments')}
      className="grid max-h-36 flex-none grid-cols-[repeat(auto-fill,minmax(min(220px,100%),1fr))] gap-2 overflow-y-auto px-4.5 py-2.5"
    >
      {shown.map((file) => (
        <AttachmentCard key={file.key} file={file} onRemove={() => onRemove(file.key)} onRetry={() => onRetry(file.key)} />
      ))}
    </ul>
  );
}

function AttachmentCard({ file, onRemove, onRetry }: { file: AttachedFile; onRemove: () => void; onRetry: () => void }) {
  const t = useTranslations('compose');
  const name = file.state === 'done' ? file.part.name : file.file.name;
  const size = file.state === 'done' ? file.part.size : file.file.size;
  const share = file.state === 'sending' && size > 0 ? file.sent / size : 0;
  return (
    <li className="relative flex h-12 min-w-0 items-center gap-2.5 overflow-hidden rounded-control border border-border bg-surface ps-2 pe-1">
      <span className="grid size-8 flex-none place-items-center rounded-[5px] bg-accent-soft text-accent">
        <FileIcon size={18} strokeWidth={1.75} aria-hidden />
      </span>
      <span className="min-w-0 flex-1">
        <b className="block truncate text-[13px] leading-4.5 font-medium" dir="auto">
          {name}
        </b>
        <small className={`block truncate text-[12px] leading-4 ${file.state === 'failed' ? 'text-danger' : 'text-fg-3'}`}>
          {file.state === 'failed'
            ? file.why
            : file.state === 'sending'
              ? t('uploaded', { done: formatSize(file.sent), all: formatSize(size) })
              : formatSize(size)}
        </small>
      </span>
      {file.state === 'failed' && (
        <IconButton label={t('retryOne', { name })} size="sm" onClick={onRetry}>
          <RotateCw size={16} aria-hidden />
        </IconButton>
      )}
      <IconButton label={t(file.state === 'sending' ? 'cancelOne' : 'removeOne', { name })} size="sm" onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
      {file.state === 'sending' && (
        <progress
          aria-label={t('uploadOf', { name })}
          value={share}
          max={1}
          className="upload-bar absolute inset-x-0 bottom-0 h-0.75 w-full"
        />
      )}
    </li>
  );
}
