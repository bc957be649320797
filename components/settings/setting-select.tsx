'use client';
/** One setting as a list, saved when it is chosen. */
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import type { AccountSettings } from '#lib/settings/account-settings.ts';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { saveSetting } from './actions.ts';

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
  const t = useTranslations('ui');
  // What is chosen before the page listens would be shown, and not kept.
  const listens = useInBrowser();
  const [shown, setShown] = useState(value);
  const [problem, setProblem] = useState<string | null>(null);
  const [, start] = useTransition();
  function choose(next: string): void {
    setShown(next);
    setProblem(null);
    start(async () => {
      try {
        await saveSetting(name, numeric ? Number(next) : next);
        if (reload) location.reload();
      } catch {
        setShown(value);
        setProblem(t('notSaved'));
      }
    });
  }
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
      {problem && (
        <span role="alert" className="text-[12px] leading-4 text-danger">
          {problem}
        </span>
      )}
    </span>
  );
}
