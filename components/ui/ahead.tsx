'use client';
import { lazy, Suspense, useEffect, useState, type ComponentType } from 'react';
import { needLater } from '#client/hooks/load-ahead.ts';
import { showProblem } from '#client/mail/activity.ts';
import { closePanel } from '#client/mail/acts/panels.ts';

/**
 * A component in a file of its own, which is loaded ahead when the browser is idle, or else when it is shown. Once it is there it is shown at
 * once, as if it were part of the page: what is typed right after a key that opens a dialog arrives in it.
 */
export function ahead<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined;
  const loading = async () => ({ default: (loaded = await load()) });
  // Lazy for this showing alone: what failed is tried again at the next.
  const later = () => lazy(() => loading().catch((error: unknown) => ({ default: () => <Missing error={error} /> })));
  needLater(loading);
  return function Ahead(props: Props) {
    const [Shown] = useState(() => (loaded ?? later()) as ComponentType<Props & { onClose?: () => void }>);
    return (
      <Suspense fallback={null}>
        <Shown {...props} />
      </Suspense>
    );
  };
}

/** The network is gone, or the server has a newer version. */
function Missing({ error }: { error: unknown }) {
  useEffect(() => {
    closePanel();
    showProblem(error);
  }, [error]);
  return null;
}
