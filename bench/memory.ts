/** Memory of servers: what their processes hold, with shared pages shared out among those that have them. Linux only. */
import { readFileSync } from 'node:fs';
import { processesBelow } from './processor-time.ts';

/** Of the processes and of all below them, in KiB. */
export function memoryOf(roots: number[]): number {
  return processesBelow(roots).reduce((sum, pid) => sum + proportional(pid), 0);
}

function proportional(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0; // it has ended meanwhile
  }
}
