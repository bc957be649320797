/** position, anchor and limit over a list that is all in memory (RFC 8620 §5.5). */
import { MethodError } from '../errors.ts';

interface Window {
  position?: number | null | undefined;
  anchor?: string | null | undefined;
  anchorOffset?: number | null | undefined;
  limit?: number | null | undefined;
}

export function windowOf(ids: readonly string[], window: Window): { position: number; ids: string[] } {
  const position = startOf(ids, window);
  return { position, ids: ids.slice(position, window.limit == null ? undefined : position + window.limit) };
}

function startOf(ids: readonly string[], { position, anchor, anchorOffset }: Window): number {
  if (anchor != null) {
    const index = ids.indexOf(anchor);
    if (index < 0) throw new MethodError('anchorNotFound');
    return Math.max(0, index + (anchorOffset ?? 0));
  }
  const from = position ?? 0;
  return from < 0 ? Math.max(0, ids.length + from) : from;
}
