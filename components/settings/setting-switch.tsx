'use client';
/** One setting that is on or off, saved at once. */
import { Switch } from '#components/ui/form/switch.tsx';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { SettingProblem } from './setting-problem.tsx';
import { useSetting } from './use-setting.ts';

export function SettingSwitch({ name, label, value }: { name: keyof AccountSettings; label: string; value: boolean }) {
  const { shown, choose, listens, problem } = useSetting(name, value);
  return (
    <span className="grid justify-items-end gap-1">
      <Switch label={label} checked={shown} disabled={!listens} onChange={choose} />
      <SettingProblem problem={problem} />
    </span>
  );
}
