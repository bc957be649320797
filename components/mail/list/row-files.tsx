'use client';
import { File, FileImage, FileSpreadsheet, FileText, type LucideIcon } from 'lucide-react';
import type { RowFile } from '#client/mail/list/row-of.ts';

const kinds: [RegExp, LucideIcon, string][] = [
  [/^image\//, FileImage, 'text-success'],
  [/pdf$/, FileText, 'text-danger'],
  [/spreadsheet|excel|csv/, FileSpreadsheet, 'text-success'],
  [/^text\/|word|opendocument\.text/, FileText, 'text-fg-2'],
];

/** The first file of a conversation, as a small chip. */
export function FileChip({ file: { name, type } }: { file: RowFile }) {
  const [, Icon, color] = kinds.find(([pattern]) => pattern.test(type)) ?? [/./, File, 'text-fg-2'];
  return (
    <span className="inline-flex h-5 max-w-32 min-w-0 items-center gap-1 rounded-[5px] border border-border bg-surface px-1.5 text-[12px] leading-4">
      <Icon size={12} strokeWidth={1.75} className={`flex-none ${color}`} aria-hidden />
      <span className="truncate" dir="auto">
        {name}
      </span>
    </span>
  );
}
