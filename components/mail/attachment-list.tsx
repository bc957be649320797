'use client';
import { FileText, Image } from 'lucide-react';
import type { EmailBodyPart } from '#lib/jmap/types.ts';
import { useDownloadUrl } from '#client/hooks/use-download-url.ts';
import { formatSize } from '#client/mail/format-date.ts';
import { useMail } from '#client/mail/mail-store.ts';

/** The files of a message; pictures that stand in the text are not listed. */
export function AttachmentList({ parts }: { parts: EmailBodyPart[] }) {
  const downloadUrl = useDownloadUrl();
  const language = useMail((state) => state.settings.language);
  const files = parts.filter((part) => part.disposition === 'attachment' || !part.cid);
  if (files.length === 0) return null;
  const link = 'flex h-13 min-w-49 max-w-full items-center gap-3 rounded-card border border-border px-2.5 no-underline hover:bg-hover';
  return (
    <div className="mt-4 flex flex-wrap items-center gap-2">
      {files.map((part, index) => {
        const name = part.name ?? (part.type === 'message/rfc822' ? 'message.eml' : 'attachment');
        const Icon = part.type.startsWith('image/') ? Image : FileText;
        return (
          <a
            key={part.blobId ?? index}
            className={link}
            download={name}
            href={downloadUrl({ blobId: part.blobId ?? '', type: part.type, name })}
          >
            <span className="grid size-8 flex-none place-items-center rounded-control bg-danger-soft text-danger">
              <Icon size={18} strokeWidth={1.75} aria-hidden />
            </span>
            <span className="grid min-w-0 text-[13px] leading-4.5">
              <span className="truncate font-medium text-fg" dir="auto">
                {name}
              </span>
              <span className="text-[12px] text-fg-2">{formatSize(part.size, language)}</span>
            </span>
          </a>
        );
      })}
    </div>
  );
}
