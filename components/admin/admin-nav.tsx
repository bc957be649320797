/** Where one can go in the administration. */
import {
  Activity,
  ArrowLeft,
  AtSign,
  ChartLine,
  Globe,
  Hourglass,
  KeyRound,
  ListOrdered,
  ShieldHalf,
  UserCog,
  Users,
  Webhook,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PageNav } from '#components/ui/page-nav.tsx';

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

export function AdminNav({ accounts, queued, whole }: { accounts: string; queued: string | undefined; whole: boolean }) {
  const t = useTranslations('admin.nav');
  return (
    <PageNav
      label={t('label')}
      back={{ href: '/mail/inbox', name: t('back'), icon: <ArrowLeft {...icon} className="rtl:-scale-x-100" /> }}
      groups={[
        {
          items: [
            { href: '/admin', name: t('dashboard'), icon: <ChartLine {...icon} /> },
            { href: '/admin/accounts', name: t('accounts'), icon: <Users {...icon} />, note: accounts },
            { href: '/admin/domains', name: t('domains'), icon: <Globe {...icon} /> },
            { href: '/admin/aliases', name: t('aliases'), icon: <AtSign {...icon} /> },
          ],
        },
        {
          title: t('mailFlow'),
          items: [{ href: '/admin/queue', name: t('queue'), icon: <ListOrdered {...icon} />, note: queued }],
        },
        {
          title: t('server'),
          items: [
            { href: '/admin/security', name: t('security'), icon: <ShieldHalf {...icon} /> },
            { href: '/admin/roles', name: t('roles'), icon: <UserCog {...icon} /> },
            { href: '/admin/audit', name: t('audit'), icon: <Activity {...icon} /> },
            { href: '/admin/work', name: t('work'), icon: <Hourglass {...icon} /> },
            { href: '/admin/keys', name: t('keys'), icon: <KeyRound {...icon} /> },
            { href: '/admin/webhooks', name: t('webhooks'), icon: <Webhook {...icon} /> },
          ],
        },
      ].map((group) => ({ ...group, items: whole ? group.items : group.items.filter(({ href }) => href !== '/admin/security') }))}
    />
  );
}
