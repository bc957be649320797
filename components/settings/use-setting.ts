'use client';
/** One setting as its control shows it: changed at once, and put back when the server did not keep it. */
import { useTranslations } from 'next-intl';
import { useRef, useState, useTransition } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { saveSetting } from './actions.ts';

export interface ShownSetting<T> {
  shown: T;
  choose: (next: T) => void;
  /** What is chosen before the page listens would be shown, and not kept. */
  listens: boolean;
  /** That the last choice was not kept. */
  problem: string | null;
}

interface More<T> {
  /** The value as it is kept; left out: as it is shown. */
  kept?: (shown: T) => string | number | boolean;
  /** Makes the page follow what is shown. */
  onShown?: (shown: T) => void;
  onKept?: () => void;
}

export function useSetting<T extends string | boolean>(name: keyof AccountSettings, value: T, more: More<T> = {}): ShownSetting<T> {
  const t = useTranslations('ui');
  const listens = useInBrowser();
  const [shown, setShown] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const [, start] = useTransition();
  const latest = useRef(0);
  const show = (next: T) => {
    setShown(next);
    more.onShown?.(next);
  };
  function choose(next: T): void {
    const mine = ++latest.current;
    show(next);
    setProblem(null);
    start(async () => {
      try {
        await saveSetting(name, more.kept?.(next) ?? next);
        more.onKept?.();
      } catch {
        if (mine !== latest.current) return; // something else was chosen meanwhile
        show(value);
        setProblem(t('notSaved'));
      }
    });
  }
  return { shown, choose, listens, problem };
}
