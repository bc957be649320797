'use client';
/** In a conversation: the place where an answer is written. `children` is what stands there while none is. */
import { lazy, Suspense, useEffect, type ReactNode } from 'react';
import { offerInline, useComposeWindows } from '#client/compose/open-compose.ts';

const ComposeWindow = lazy(() => import('./compose-window.tsx').then((module) => ({ default: module.ComposeWindow })));

export function InlineCompose({ threadId, children }: { threadId: string; children: ReactNode }) {
  const own = useComposeWindows((state) => state.windows.find(({ shown }) => shown === 'inline'));
  useEffect(() => offerInline(threadId), [threadId]);
  if (!own) return children;
  return (
    <Suspense fallback={null}>
      <ComposeWindow window={own} inFront />
    </Suspense>
  );
}
