/** What one user has open that we push through: event streams and web sockets, so that a log-out can end them. */
// On globalThis: Next may bundle this module more than once, for the stream's route and for the one that logs out.
const home = globalThis as { posthornStreamsOfUser?: Map<number, Set<() => void>> };
const ofUser = (home.posthornStreamsOfUser ??= new Map());

/** Registers how to end it; the result takes it out again when it ended by itself. */
export function joinStreams(userId: number, end: () => void): () => void {
  const streams = ofUser.get(userId) ?? new Set();
  ofUser.set(userId, streams.add(end));
  return () => {
    streams.delete(end);
    if (streams.size === 0 && ofUser.get(userId) === streams) ofUser.delete(userId);
  };
}

/** Ends all of them at once: at log-out, when a password changes. Those that may come back do so by themselves. */
export function endStreamsOfUser(userId: number): void {
  for (const end of [...(ofUser.get(userId) ?? [])]) end();
}
