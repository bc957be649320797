/** How far the device has been filled with the metadata of all mail (mirror.ts). */
import { device } from './device.ts';

export interface Progress {
  /** The last email that was read; the next piece begins after it. */
  anchor: string | null;
  complete: boolean;
}

export async function mirrorProgress(): Promise<Progress> {
  return ((await (await device())?.get('facts', 'mirror')) as Progress | undefined) ?? { anchor: null, complete: false };
}

export async function setMirrorProgress(progress: Progress): Promise<void> {
  await (await device())?.put('facts', progress, 'mirror');
}

export const isComplete = async (): Promise<boolean> => (await mirrorProgress()).complete;
