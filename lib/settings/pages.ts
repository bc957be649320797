/** The pages of the settings, in their order. Their names are `ui.settingsPages.*` of the catalogue; the palette offers them too. */
export const settingsPages = [
  { id: 'general', href: '/settings', group: 'mail' },
  { id: 'appearance', href: '/settings/appearance', group: 'mail' },
  { id: 'reading', href: '/settings/reading', group: 'mail' },
  { id: 'compose', href: '/settings/compose', group: 'mail' },
  { id: 'identities', href: '/settings/identities', group: 'mail' },
  { id: 'addresses', href: '/settings/addresses', group: 'mail' },
  { id: 'rules', href: '/settings/rules', group: 'mail' },
  { id: 'vacation', href: '/settings/vacation', group: 'mail' },
  { id: 'mailboxes', href: '/settings/mailboxes', group: 'mail' },
  { id: 'senders', href: '/settings/senders', group: 'mail' },
  { id: 'security', href: '/settings/security', group: 'account' },
  { id: 'notifications', href: '/settings/notifications', group: 'account' },
  { id: 'encryption', href: '/settings/encryption', group: 'account' },
  { id: 'keyboard', href: '/settings/keyboard', group: 'account' },
  { id: 'transfer', href: '/settings/transfer', group: 'account' },
  { id: 'fetch', href: '/settings/fetch', group: 'account' },
  { id: 'programs', href: '/settings/programs', group: 'account' },
  { id: 'storage', href: '/settings/storage', group: 'account' },
  { id: 'restore', href: '/settings/restore', group: 'account' },
] as const;
export type SettingsPage = (typeof settingsPages)[number];
export type SettingsPageId = SettingsPage['id'];
