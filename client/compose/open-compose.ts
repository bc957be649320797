/** The compose windows that are open: at most three, docked side by side. Anything may open one; components/compose shows them. */
import { create } from 'zustand';
import type { ComposeRequest } from './compose-request.ts';

export interface ComposeWindow {
  key: number;
  request: ComposeRequest;
  shown: 'docked' | 'minimised' | 'full';
}
interface Windows {
  windows: ComposeWindow[];
}
const mostWindows = 3;
let lastKey = 0;

export const useComposeWindows = create<Windows>(() => ({ windows: [] }));

/** Opens a window, or brings back the one in which this draft is open already. */
export function openCompose(request: ComposeRequest): void {
  useComposeWindows.setState(({ windows }) => {
    const same = request.kind === 'draft' ? windows.find((one) => one.request.emailId === request.emailId) : undefined;
    if (same) return { windows: windows.map((one) => (one === same ? { ...one, shown: 'docked' as const } : one)) };
    // The oldest makes room by closing: its draft has been saved by itself.
    return { windows: [...windows.slice(-(mostWindows - 1)), { key: ++lastKey, request, shown: 'docked' }] };
  });
}

export function closeCompose(key: number): void {
  useComposeWindows.setState(({ windows }) => ({ windows: windows.filter((one) => one.key !== key) }));
}

export function showCompose(key: number, shown: ComposeWindow['shown']): void {
  useComposeWindows.setState(({ windows }) => ({ windows: windows.map((one) => (one.key === key ? { ...one, shown } : one)) }));
}
