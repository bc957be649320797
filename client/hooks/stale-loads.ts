/** What could not be loaded again, while what was loaded before is still shown: one notice on the page tells of all of it. */
import { create } from 'zustand';

interface StaleLoad {
  problem: string;
  reload: () => Promise<void>;
}

export const useStaleLoads = create<{ loads: readonly StaleLoad[] }>(() => ({ loads: [] }));

/** Returns what takes it back. */
export function tellStale(load: StaleLoad): () => void {
  useStaleLoads.setState(({ loads }) => ({ loads: [...loads, load] }));
  return () => useStaleLoads.setState(({ loads }) => ({ loads: loads.filter((one) => one !== load) }));
}
