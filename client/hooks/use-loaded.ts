/**
 * What a page shows of the server: loaded when it is mounted, and again by `reload`. The last answer wins; the former one stays meanwhile.
 * When there is none the page says why; when the former one had to stay, the notice of stale-loads.ts does.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { wordsOf } from '../i18n/words-of.ts';
import { tellStale } from './stale-loads.ts';

export interface Loaded<T> {
  value: T | null;
  problem: string | null;
  reload: () => Promise<void>;
  /** Shows what was just written, before the server has been asked. */
  set: (value: T) => void;
}

export function useLoaded<T>(load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ value: T | null; problem: string | null }>({ value: null, problem: null });
  const latest = useRef(0);
  const current = useRef(load);
  useEffect(() => {
    current.current = load;
  });
  const reload = useCallback(async () => {
    const mine = ++latest.current;
    try {
      const value = await current.current();
      if (mine === latest.current) setState({ value, problem: null });
    } catch (error) {
      if (mine === latest.current) setState(({ value }) => ({ value, problem: wordsOf(error) }));
    }
  }, []);
  useEffect(() => {
    void reload();
  }, [reload]);
  const stale = state.value === null ? null : state.problem;
  useEffect(() => (stale === null ? undefined : tellStale({ problem: stale, reload })), [stale, reload]);
  const set = useCallback((value: T) => setState({ value, problem: null }), []);
  return { ...state, reload, set };
}
