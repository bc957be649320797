/**
 * The settings of an account, as kept in `account.settings`. What is not there, or not understood, takes its default, so that a setting
 * added later needs no migration. Written by the settings pages, read by the webmail's shell.
 */
export const languages = ['en', 'de', 'fr', 'es', 'vi', 'ja', 'ar'] as const;
export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'cosy', 'comfortable'] as const;
export const readingPanes = ['right', 'bottom', 'off'] as const;
export const undoChoices = [0, 5, 10, 20, 30] as const;

export interface AccountSettings {
  language: (typeof languages)[number];
  /** IANA name; 'auto' is the browser's. */
  timeZone: string;
  /** 0 Sunday, 1 Monday, 6 Saturday. */
  weekStart: 0 | 1 | 6;
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  readingPane: (typeof readingPanes)[number];
  /** How long a sent message waits, so that it can be taken back. */
  undoSeconds: (typeof undoChoices)[number];
}

export const defaultSettings: AccountSettings = {
  language: 'en',
  timeZone: 'auto',
  weekStart: 1,
  theme: 'system',
  density: 'comfortable',
  readingPane: 'right',
  undoSeconds: 10,
};

export function readSettings(stored: Record<string, unknown>): AccountSettings {
  const oneOf = <T extends string | number>(name: keyof AccountSettings, choices: readonly T[], fallback: T): T =>
    choices.find((choice) => choice === stored[name]) ?? fallback;
  return {
    language: oneOf('language', languages, defaultSettings.language),
    timeZone: isTimeZone(stored.timeZone) ? stored.timeZone : defaultSettings.timeZone,
    weekStart: oneOf('weekStart', [0, 1, 6] as const, defaultSettings.weekStart),
    theme: oneOf('theme', themes, defaultSettings.theme),
    density: oneOf('density', densities, defaultSettings.density),
    readingPane: oneOf('readingPane', readingPanes, defaultSettings.readingPane),
    undoSeconds: oneOf('undoSeconds', undoChoices, defaultSettings.undoSeconds),
  };
}

export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string') return false;
  if (name === 'auto') return true;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false;
  }
}
