'use client';
/** One setting with few choices: a radio group that looks like a segmented control. Saved at once. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { SettingProblem } from './setting-problem.tsx';
import { useSetting } from './use-setting.ts';

interface Props {
  name: keyof AccountSettings;
  label: string;
  value: string;
  choices: readonly { value: string; name: string }[];
}

export function SettingSegment({ name, label, value, choices }: Props) {
  const { shown, choose, listens, problem } = useSetting(name, value);
  return (
    <span className="grid max-w-full justify-items-end gap-1">
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
      <SettingProblem problem={problem} />
    </span>
  );
}
