/**
 * Places where a test lets a process die, or fail, to see what that leaves behind (test/recovery/faults.test.ts). Armed by a file whose
 * name is in FAULT_FILE: `POINT PASSES crash|throw`; it happens once, at that pass, and the file is gone then. Without FAULT_FILE this is
 * one look at a variable.
 */
import { readFileSync, unlinkSync } from 'node:fs';

export type FaultPoint =
  | 'receive.read'
  | 'receive.stored'
  | 'receive.delivered'
  | 'commit.before'
  | 'commit.after'
  | 'queue.claimed'
  | 'queue.connected'
  | 'queue.sent'
  | 'queue.settling'
  | 'queue.settled';

const file = process.env.FAULT_FILE;
let armed = '';
let passes = 0;

export function faultPoint(name: FaultPoint): void {
  if (file !== undefined) pass(name, file);
}

function pass(name: FaultPoint, path: string): void {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return; // not armed
  }
  const [point, after, action] = text.trim().split(' ');
  if (point !== name) return;
  if (text !== armed) [armed, passes] = [text, 0];
  if (++passes < Number(after)) return;
  try {
    unlinkSync(path);
  } catch {
    return; // another process was first
  }
  // As Postgres says it when its disk is full.
  if (action === 'throw') throw Object.assign(new Error('could not extend file: No space left on device'), { code: '53100' });
  process.kill(process.pid, 'SIGKILL');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); // not one step further
}
