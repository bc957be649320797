import { useEffect, useState } from 'react';
import { wordsOf } from '../i18n/words-of.ts';
import type { ReadPart } from '../reading/files/readable.ts';

export interface Octets {
  bytes: Uint8Array<ArrayBuffer> | null;
  /** An address for them, with a type that was chosen by us; given back when they are no longer shown. */
  url: string | null;
  problem: string | null;
}
const nothing: Octets = { bytes: null, url: null, problem: null };

/** The octets of a part, when they have come. */
export function useOctets(part: ReadPart, type: string): Octets {
  const [state, setState] = useState<Octets & { of: ReadPart }>({ of: part, ...nothing });
  useEffect(() => {
    let gone = false;
    let url: string | null = null;
    part.load().then(
      (bytes) => {
        if (gone) return;
        url = URL.createObjectURL(new Blob([bytes], { type }));
        setState({ of: part, bytes, url, problem: null });
      },
      (error: unknown) => gone || setState({ of: part, ...nothing, problem: wordsOf(error) }),
    );
    return () => {
      gone = true;
      if (url) URL.revokeObjectURL(url);
    };
  }, [part, type]);
  return state.of === part ? state : nothing;
}
