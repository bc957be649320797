/** Where one can go in the administration. */
import { Activity, ArrowLeft, AtSign, ChartLine, Globe, ListOrdered, Users } from 'lucide-react';
import { PageNav } from '#components/ui/page-nav.tsx';

const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;

export function AdminNav({ accounts, queued }: { accounts: number; queued: number }) {
  return (
    <PageNav
      label="Administration"
      back={{ href: '/mail/inbox', name: 'Back to mail', icon: <ArrowLeft {...icon} /> }}
      groups={[
        {
          items: [
            { href: '/admin', name: 'Dashboard', icon: <ChartLine {...icon} /> },
            { href: '/admin/accounts', name: 'Accounts', icon: <Users {...icon} />, note: String(accounts) },
            { href: '/admin/domains', name: 'Domains', icon: <Globe {...icon} /> },
            { href: '/admin/aliases', name: 'Aliases', icon: <AtSign {...icon} /> },
          ],
        },
        {
          title: 'Mail flow',
          items: [{ href: '/admin/queue', name: 'Queue', icon: <ListOrdered {...icon} />, note: queued > 0 ? String(queued) : undefined }],
        },
        { title: 'Server', items: [{ href: '/admin/audit', name: 'Audit', icon: <Activity {...icon} /> }] },
      ]}
    />
  );
}
