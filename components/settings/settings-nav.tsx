'use client';
/** The pages of the settings. */
import {
  ArrowLeft,
  ArrowLeftRight,
  AtSign,
  Ban,
  Bell,
  Download,
  Folder,
  HardDrive,
  History,
  Inbox,
  Keyboard,
  KeyRound,
  Laptop,
  Palette,
  PenLine,
  Settings,
  ShieldCheck,
  Signature,
  TreePalm,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PageNav } from '#components/ui/page-nav.tsx';
import { settingsPages, type SettingsPage, type SettingsPageId } from '#lib/settings/pages.ts';

export const pageIcons: Record<SettingsPageId, LucideIcon> = {
  general: Settings,
  appearance: Palette,
  reading: Inbox,
  compose: PenLine,
  identities: Signature,
  addresses: AtSign,
  rules: Zap,
  vacation: TreePalm,
  mailboxes: Folder,
  senders: Ban,
  security: ShieldCheck,
  notifications: Bell,
  encryption: KeyRound,
  keyboard: Keyboard,
  transfer: ArrowLeftRight,
  fetch: Download,
  programs: Laptop,
  storage: HardDrive,
  restore: History,
};
const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

export function SettingsNav() {
  const t = useTranslations('ui');
  const items = (group: SettingsPage['group']) =>
    settingsPages
      .filter((page) => page.group === group)
      .map(({ id, href }) => {
        const Icon = pageIcons[id];
        return { href, name: t(`settingsPages.${id}`), icon: <Icon {...icon} /> };
      });
  return (
    <PageNav
      label={t('settings')}
      back={{ href: '/mail/inbox', name: t('backToMail'), icon: <ArrowLeft {...icon} className="rtl:-scale-x-100" /> }}
      groups={[{ items: items('mail') }, { title: t('account'), items: items('account') }]}
    />
  );
}
