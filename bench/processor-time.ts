/** Processor time that servers have used: their processes, and those that these have ended and counted. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

const ticks = 100; // USER_HZ of every Linux

interface Seen {
  parent: number;
  seconds: number;
}

/** Of the processes and of all below them, in seconds. */
export function processorTime(roots: number[]): number {
  return treeBelow(roots).reduce((sum, [, { seconds }]) => sum + seconds, 0);
}

/** The processes themselves, and all below them. */
export const processesBelow = (roots: number[]): number[] => treeBelow(roots).map(([pid]) => pid);

function treeBelow(roots: number[]): [pid: number, Seen][] {
  const all = new Map<number, Seen>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const seen = Number.isInteger(pid) ? look(pid) : null;
    if (seen) all.set(pid, seen);
  }
  const belongs = (pid: number): boolean => {
    for (let at = pid; at > 1; at = all.get(at)?.parent ?? 0) if (roots.includes(at)) return true;
    return false;
  };
  return [...all].filter(([pid]) => belongs(pid));
}

function look(pid: number): Seen | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Behind the name, which may hold anything: state, parent … user and system time, of its own and of ended children.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const used = fields.slice(11, 15).reduce((sum, text) => sum + Number(text), 0);
    return { parent: Number(fields[1]), seconds: used / ticks };
  } catch {
    return null; // it has ended meanwhile
  }
}
