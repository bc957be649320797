/** The pages of the settings. */
import { ArrowLeft, Laptop, Palette, PenLine, Settings, ShieldCheck } from 'lucide-react';
import { PageNav } from '#components/ui/page-nav.tsx';

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

export function SettingsNav() {
  return (
    <PageNav
      label="Settings"
      back={{ href: '/mail/inbox', name: 'Back to mail', icon: <ArrowLeft {...icon} /> }}
      groups={[
        {
          items: [
            { href: '/settings', name: 'General', icon: <Settings {...icon} /> },
            { href: '/settings/appearance', name: 'Appearance', icon: <Palette {...icon} /> },
            { href: '/settings/compose', name: 'Compose', icon: <PenLine {...icon} /> },
          ],
        },
        {
          title: 'Account',
          items: [
            { href: '/settings/security', name: 'Security', icon: <ShieldCheck {...icon} /> },
            { href: '/settings/programs', name: 'Connect a program', icon: <Laptop {...icon} /> },
          ],
        },
      ]}
    />
  );
}
