'use client';
/** In a conversation: the place where an answer is written. `children` is what stands there while none is. */
import { useEffect, type ReactNode } from 'react';
import { ahead } from '#components/ui/ahead.tsx';
import { offerInline, useComposeWindows } from '#client/compose/open-compose.ts';

const ComposeWindow = ahead(() => import('./compose-window.tsx').then((one) => one.ComposeWindow));

export function InlineCompose({ threadId, children }: { threadId: string; children: ReactNode }) {
  const own = useComposeWindows((state) => state.windows.find(({ shown }) => shown === 'inline'));
  useEffect(() => offerInline(threadId), [threadId]);
  if (!own) return children;
  return <ComposeWindow window={own} inFront />;
}
