'use client';
/** One setting as a list, saved when it is chosen. */
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { SettingProblem } from './setting-problem.tsx';
import { useSetting } from './use-setting.ts';

interface Props {
  name: keyof AccountSettings;
  label: string;
  value: string;
  options: readonly { value: string; name: string }[];
  numeric?: boolean;
  /** What the server has written into the page is in the old language. */
  reload?: boolean;
}

export function SettingSelect({ name, label, value, options, numeric = false, reload = false }: Props) {
  const { shown, choose, listens, problem } = useSetting(name, value, {
    ...(numeric ? { kept: Number } : {}),
    ...(reload ? { onKept: () => location.reload() } : {}),
  });
  return (
    <span className="grid justify-items-end gap-1">
      <SelectField
        aria-label={label}
        value={shown}
        options={options}
        disabled={!listens}
        onChange={(event) => choose(event.target.value)}
        className="w-60 max-w-full"
      />
      <SettingProblem problem={problem} />
    </span>
  );
}
