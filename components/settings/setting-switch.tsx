'use client';
/** One setting that is on or off, saved at once. */
import { useState, useTransition } from 'react';
import { Switch } from '#components/ui/form/switch.tsx';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { saveSetting } from './actions.ts';

export function SettingSwitch({ name, label, value }: { name: keyof AccountSettings; label: string; value: boolean }) {
  const [shown, setShown] = useState(value);
  const [, start] = useTransition();
  return (
    <Switch
      label={label}
      checked={shown}
      onChange={(next) => {
        setShown(next);
        start(async () => {
          await saveSetting(name, next).catch(() => setShown(value));
        });
      }}
    />
  );
}
