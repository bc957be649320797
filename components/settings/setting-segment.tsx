'use client';
/** One setting with few choices: a radio group that looks like a segmented control. Saved at once. */
import { useState, useTransition } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { saveSetting } from './actions.ts';

interface Props {
  name: keyof AccountSettings;
  label: string;
  value: string;
  choices: readonly { value: string; name: string }[];
}

export function SettingSegment({ name, label, value, choices }: Props) {
  // What is chosen before the page listens would be shown, and not kept.
  const listens = useInBrowser();
  const [shown, setShown] = useState(value);
  const [, start] = useTransition();
  function choose(next: string): void {
    setShown(next);
    start(async () => {
      await saveSetting(name, next).catch(() => setShown(value));
    });
  }
  return (
    <div role="radiogroup" aria-label={label} className="inline-flex max-w-full gap-0.5 overflow-x-auto rounded-lg bg-hover p-0.5">
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative h-7 rounded-control px-3 text-[13px] leading-7 font-medium whitespace-nowrap text-fg-2 has-checked:bg-surface has-checked:text-fg has-checked:shadow-[0_0_0_1px_var(--border)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={shown === choice.value}
            disabled={!listens}
            onChange={() => choose(choice.value)}
            className="absolute inset-0 opacity-0"
          />
          {choice.name}
        </label>
      ))}
    </div>
  );
}
