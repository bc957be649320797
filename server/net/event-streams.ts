/** Open event streams of this process, so that a stop can end them. On globalThis: Next's bundle and bin/web.ts load this twice. */
const home = globalThis as { posthornStreams?: Set<() => void> };
const streams = (home.posthornStreams ??= new Set());

/** Registers how to end a stream; the result takes it out again when it ended by itself. */
export function addEventStream(end: () => void): () => void {
  streams.add(end);
  return () => streams.delete(end);
}

export function endEventStreams(): void {
  for (const end of [...streams]) end();
}

export const countEventStreams = (): number => streams.size;
