/**
 * The settings of an account, as kept in `account.settings`. What is not there, or not understood, takes its default, so that a setting
 * added later needs no migration. Written by the settings pages, read by the webmail's shell.
 */
export const languages = ['en', 'de', 'fr', 'es', 'vi', 'ja', 'ar'] as const;
export const themes = ['system', 'light', 'dark'] as const;
export const densities = ['compact', 'cosy', 'comfortable'] as const;
export const readingPanes = ['right', 'bottom', 'off'] as const;
export const undoChoices = [0, 5, 10, 20, 30] as const;
export const afterArchiveChoices = ['next', 'previous', 'list'] as const;
export const dateFormats = ['auto', 'iso', 'dmy', 'mdy'] as const;
export const clocks = ['auto', '24', '12'] as const;
export const receiptChoices = ['ask', 'always', 'never'] as const;
/** For the spelling checker of the browser: as the interface, none at all, or one language. */
export const writeLanguages = ['auto', 'off', ...languages] as const;
/** What the settings offer of `junkScore`. */
export const junkScoreChoices = { server: 0, strict: 3, careful: 8, off: 100 } as const;
export const swipeChoices = ['archive', 'delete', 'snooze', 'read', 'star', 'none'] as const;

export interface AccountSettings {
  language: (typeof languages)[number];
  /** IANA name; 'auto' is the browser's. */
  timeZone: string;
  /** 0 Sunday, 1 Monday, 6 Saturday. */
  weekStart: 0 | 1 | 6;
  /** `auto`: as the language has it. */
  dateFormat: (typeof dateFormats)[number];
  clock: (typeof clocks)[number];
  theme: (typeof themes)[number];
  density: (typeof densities)[number];
  readingPane: (typeof readingPanes)[number];
  /** How long a sent message waits, so that it can be taken back. */
  undoSeconds: (typeof undoChoices)[number];
  /** What is opened after a conversation has left the list. */
  afterArchive: (typeof afterArchiveChoices)[number];
  /** Single keys act (WCAG 2.1.4: they can be switched off). */
  shortcuts: boolean;
  /** Keys of one's own by command (client/mail/commands): `{"archive": ["y"]}`. */
  keys: Record<string, string[]>;
  swipeRight: (typeof swipeChoices)[number];
  swipeLeft: (typeof swipeChoices)[number];
  /** Senders (`a@b.example`) and domains (`@b.example`) whose pictures are shown when the domain is verified. */
  pictureSenders: string[];
  /** Queries that stand in the tree of the webmail. */
  savedSearches: string[];
  /** New messages are written without formatting. */
  plainText: boolean;
  /** From this score on mail is junk; 0: as the server has it. */
  junkScore: number;
  /** The identity that new messages are written from; '' is the first. */
  defaultIdentity: string;
  /** Asks about a file that the text speaks of. */
  attachmentReminder: boolean;
  /** What is answered to senders that want to know when their message was read (RFC 8098). */
  readReceipts: (typeof receiptChoices)[number];
  writeLanguage: (typeof writeLanguages)[number];
}

export const defaultSettings: AccountSettings = {
  language: 'en',
  timeZone: 'auto',
  weekStart: 1,
  dateFormat: 'auto',
  clock: 'auto',
  theme: 'system',
  density: 'comfortable',
  readingPane: 'right',
  undoSeconds: 10,
  afterArchive: 'next',
  shortcuts: true,
  keys: {},
  swipeRight: 'archive',
  swipeLeft: 'snooze',
  pictureSenders: [],
  savedSearches: [],
  plainText: false,
  junkScore: 0,
  defaultIdentity: '',
  attachmentReminder: true,
  readReceipts: 'ask',
  writeLanguage: 'auto',
};

export function readSettings(stored: Record<string, unknown>): AccountSettings {
  const oneOf = <T extends string | number>(name: keyof AccountSettings, choices: readonly T[], fallback: T): T =>
    choices.find((choice) => choice === stored[name]) ?? fallback;
  return {
    language: oneOf('language', languages, defaultSettings.language),
    timeZone: isTimeZone(stored.timeZone) ? stored.timeZone : defaultSettings.timeZone,
    weekStart: oneOf('weekStart', [0, 1, 6] as const, defaultSettings.weekStart),
    dateFormat: oneOf('dateFormat', dateFormats, defaultSettings.dateFormat),
    clock: oneOf('clock', clocks, defaultSettings.clock),
    theme: oneOf('theme', themes, defaultSettings.theme),
    density: oneOf('density', densities, defaultSettings.density),
    readingPane: oneOf('readingPane', readingPanes, defaultSettings.readingPane),
    undoSeconds: oneOf('undoSeconds', undoChoices, defaultSettings.undoSeconds),
    afterArchive: oneOf('afterArchive', afterArchiveChoices, defaultSettings.afterArchive),
    shortcuts: typeof stored.shortcuts === 'boolean' ? stored.shortcuts : defaultSettings.shortcuts,
    keys: isKeys(stored.keys) ? stored.keys : defaultSettings.keys,
    swipeRight: oneOf('swipeRight', swipeChoices, defaultSettings.swipeRight),
    swipeLeft: oneOf('swipeLeft', swipeChoices, defaultSettings.swipeLeft),
    pictureSenders: isSenders(stored.pictureSenders) ? stored.pictureSenders : defaultSettings.pictureSenders,
    savedSearches: isWords(stored.savedSearches, 50) ? stored.savedSearches : defaultSettings.savedSearches,
    plainText: stored.plainText === true,
    junkScore: isScore(stored.junkScore) ? stored.junkScore : defaultSettings.junkScore,
    defaultIdentity: typeof stored.defaultIdentity === 'string' && stored.defaultIdentity.length <= 100 ? stored.defaultIdentity : '',
    attachmentReminder: stored.attachmentReminder !== false,
    readReceipts: oneOf('readReceipts', receiptChoices, defaultSettings.readReceipts),
    writeLanguage: oneOf('writeLanguage', writeLanguages, defaultSettings.writeLanguage),
  };
}

const isWords = (value: unknown, most: number): value is string[] =>
  Array.isArray(value) && value.length <= most && value.every((one) => typeof one === 'string' && one !== '' && one.length <= 320);

/** Lower-case addresses, or domains with their `@`. */
const isSenders = (value: unknown): value is string[] =>
  isWords(value, 5000) && value.every((one) => /^[^@\s]*@[^@\s]+$/.test(one) && one === one.toLowerCase());

const isScore = (value: unknown): value is number => typeof value === 'number' && (value === 0 || (value >= 1 && value <= 100));

function isKeys(value: unknown): value is Record<string, string[]> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((one) => isWords(one, 5));
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
