import { device } from './device.ts';
import type { FullEmail } from '../types.ts';

/** A body that was read before, from the device. */
export async function keptBody(id: string): Promise<FullEmail | undefined> {
  return (await (await device())?.get('full', id))?.email;
}
