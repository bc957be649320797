'use client';
import { useOriginal } from '#client/hooks/use-original.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { Sheet } from './sheet.tsx';

/** The message as it came over the line. */
export function OriginalSheet() {
  const email = useMail((state) => state.full.get(state.original ?? ''));
  const { text, problem } = useOriginal(email?.blobId);
  return (
    <Sheet title="Original message" wide>
      {problem && <p role="alert">{problem}</p>}
      <pre
        tabIndex={0}
        className="max-h-[60vh] overflow-auto rounded-control bg-hover p-3 font-mono text-[12px] leading-4.5 whitespace-pre-wrap wrap-anywhere"
        dir="ltr"
      >
        {text ?? (problem ? '' : 'Loading…')}
      </pre>
    </Sheet>
  );
}
