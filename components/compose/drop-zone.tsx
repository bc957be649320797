'use client';
/** Takes files that are dropped anywhere on the text, and says before how large they may be. */
import { Upload } from 'lucide-react';
import { useState } from 'react';

export function DropZone({ hint, onFiles, children }: { hint: string; onFiles: (files: FileList) => void; children: React.ReactNode }) {
  const [over, setOver] = useState(false);
  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => event.currentTarget.contains(event.relatedTarget as Node | null) || setOver(false)}
      onDropCapture={() => setOver(false)}
      onDrop={(event) => {
        if (event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        onFiles(event.dataTransfer.files);
      }}
    >
      {children}
      {over && (
        <div className="pointer-events-none absolute inset-2 z-10 grid place-content-center justify-items-center gap-2 rounded-card border-2 border-dashed border-accent bg-accent-soft text-[13px] font-medium text-accent">
          <Upload size={24} strokeWidth={1.75} aria-hidden />
          {hint}
        </div>
      )}
    </div>
  );
}
