'use client';
/** Mounted once by the shell: the docked compose windows. */
import { useComposeWindows } from '#client/compose/open-compose.ts';

export function ComposeHost() {
  const windows = useComposeWindows((state) => state.windows);
  return windows.length === 0 ? null : <div data-compose-host />;
}
