import { useEffect, useState } from 'react';
import { loadPicture } from '../reading/files/load-picture.ts';
import type { ReadPart } from '../reading/files/readable.ts';

const none: ReadonlyMap<string, Blob> = new Map();

/** The message's pictures as they come, by their number in its HTML; those from outside when the reader allows them. */
export function usePictures(
  parts: readonly ReadPart[],
  wanted: ReadonlyMap<string, string>,
  allowRemote: boolean,
): ReadonlyMap<string, Blob> {
  const [state, setState] = useState({ of: wanted, pictures: none });
  useEffect(() => {
    let gone = false;
    for (const [number, address] of wanted) {
      if (!allowRemote && /^https?:/i.test(address)) continue;
      void loadPicture(address, parts).then((blob) => {
        if (!blob || gone) return;
        setState((before) => ({ of: wanted, pictures: new Map(before.of === wanted ? before.pictures : none).set(number, blob) }));
      });
    }
    return () => {
      gone = true;
    };
  }, [parts, wanted, allowRemote]);
  return state.of === wanted ? state.pictures : none;
}
