/** Queries over a list that is all in memory (RFC 8620 §5.5, §5.6). */
import type { z } from 'zod';
import type { Arguments } from '#lib/jmap/invocation.ts';
import type { Capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method, type Method } from '../method.ts';
import { queryChangesArguments } from '../shapes.ts';

interface Window {
  position?: number | null | undefined;
  anchor?: string | null | undefined;
  anchorOffset?: number | null | undefined;
  limit?: number | null | undefined;
}

/** The answer of a /query whose changes nobody calculates. */
export function answerQuery(
  state: number,
  all: readonly string[],
  args: Window & { calculateTotal?: boolean | null | undefined },
): Arguments {
  const { position, ids } = windowOf(all, args);
  return {
    ...{ queryState: String(state), canCalculateChanges: false, position, ids },
    ...(args.calculateTotal ? { total: all.length } : {}),
  };
}

/** Its /queryChanges: the whole query is small enough to be made again. */
export const neverCalculated = (definition: {
  name: string;
  capability: Capability;
  sharing?: boolean;
  /** Arguments beside those of every /queryChanges. */
  more?: z.ZodRawShape;
}): Method =>
  method({
    ...definition,
    args: { ...queryChangesArguments, ...definition.more },
    run: () => Promise.reject(new MethodError('cannotCalculateChanges')),
  });

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
