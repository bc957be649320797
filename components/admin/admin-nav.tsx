/** Where one can go in the administration. */
import {
  Activity,
  ArrowLeft,
  AtSign,
  BadgeCheck,
  ChartLine,
  DatabaseBackup,
  FileText,
  Globe,
  Hourglass,
  KeyRound,
  ListOrdered,
  Megaphone,
  Route,
  ScrollText,
  Send,
  ShieldAlert,
  ShieldHalf,
  UserCog,
  Users,
  Webhook,
} from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PageNav } from '#components/ui/page-nav.tsx';

/** Pages of what belongs to no domain. */
const ofServer = new Set(['/admin/backups', '/admin/logs', '/admin/security', '/admin/delivery', '/admin/certificate']);
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
            { href: '/admin/lists', name: t('lists'), icon: <Megaphone {...icon} /> },
          ],
        },
        {
          title: t('mailFlow'),
          items: [
            { href: '/admin/queue', name: t('queue'), icon: <ListOrdered {...icon} />, note: queued },
            { href: '/admin/trace', name: t('trace'), icon: <Route {...icon} /> },
            { href: '/admin/spam', name: t('spam'), icon: <ShieldAlert {...icon} /> },
            { href: '/admin/delivery', name: t('delivery'), icon: <Send {...icon} /> },
            { href: '/admin/reports', name: t('reports'), icon: <FileText {...icon} /> },
          ],
        },
        {
          title: t('server'),
          items: [
            { href: '/admin/security', name: t('security'), icon: <ShieldHalf {...icon} /> },
            { href: '/admin/certificate', name: t('certificate'), icon: <BadgeCheck {...icon} /> },
            { href: '/admin/logs', name: t('logs'), icon: <ScrollText {...icon} /> },
            { href: '/admin/backups', name: t('backups'), icon: <DatabaseBackup {...icon} /> },
            { href: '/admin/roles', name: t('roles'), icon: <UserCog {...icon} /> },
            { href: '/admin/audit', name: t('audit'), icon: <Activity {...icon} /> },
            { href: '/admin/work', name: t('work'), icon: <Hourglass {...icon} /> },
            { href: '/admin/keys', name: t('keys'), icon: <KeyRound {...icon} /> },
            { href: '/admin/webhooks', name: t('webhooks'), icon: <Webhook {...icon} /> },
          ],
        },
      ].map((group) => ({ ...group, items: whole ? group.items : group.items.filter(({ href }) => !ofServer.has(href)) }))}
    />
  );
}
