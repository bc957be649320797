'use client';
import { ImageOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useInlineImages } from '#client/hooks/use-inline-images.ts';
import { plainTextHtml } from '#client/mail/plain-text-html.ts';
import { sanitiseMessage } from '#client/mail/sanitise.ts';
import type { FullEmail } from '#client/mail/types.ts';
import { MessageFrame } from './message-frame.tsx';

/** The message's text, safe to be shown; remote pictures wait for the reader's word. */
export function MessageBody({ email }: { email: FullEmail }) {
  const [allowRemote, setAllowRemote] = useState(false);
  const inline = useInlineImages(email);
  const { html, blocked, designed, isPlain } = useMemo(() => bodyOf(email, allowRemote, inline), [email, allowRemote, inline]);
  return (
    <>
      {blocked > 0 && !allowRemote && (
        <div className="mb-3 flex min-h-9 flex-wrap items-center gap-x-3 rounded-control bg-hover px-3 py-1.5 text-[13px]">
          <ImageOff size={16} strokeWidth={1.75} className="text-fg-2" aria-hidden />
          <span className="me-auto text-fg-2">Pictures are blocked</span>
          <button type="button" className="min-h-6 font-semibold text-accent hover:underline" onClick={() => setAllowRemote(true)}>
            Show once
          </button>
        </div>
      )}
      <MessageFrame html={html} designed={designed} isPlain={isPlain} allowRemote={allowRemote} title={`Message: ${email.subject ?? ''}`} />
    </>
  );
}

function bodyOf(email: FullEmail, allowRemote: boolean, inline: ReadonlyMap<string, string>) {
  const rich = email.htmlBody.some(({ type }) => type === 'text/html');
  const parts = rich ? email.htmlBody : email.textBody;
  const whole = { html: '', blocked: 0, designed: false, isPlain: !rich };
  for (const part of parts) {
    const value = email.bodyValues[part.partId ?? '']?.value;
    if (value === undefined) continue;
    if (part.type !== 'text/html') whole.html += plainTextHtml(value);
    else {
      const safe = sanitiseMessage(value, { allowRemote, inline });
      whole.html += safe.html;
      whole.blocked += safe.blocked;
      whole.designed ||= safe.designed;
    }
  }
  return whole;
}
