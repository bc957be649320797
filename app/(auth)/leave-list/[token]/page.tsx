import { getTranslations } from 'next-intl/server';
import { Gate } from '#components/auth/gate.tsx';
import { Button } from '#components/ui/button.tsx';
import { memberOfLink } from '#server/admin/leave-list.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('leaveList')} · Posthorn`, robots: 'noindex' };
}

interface Props {
  params: Promise<{ token: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LeaveListPage({ params, searchParams }: Props) {
  const { token } = await params;
  const member = await memberOfLink(token);
  const t = await getTranslations('auth');
  if (!member) {
    const left = 'left' in (await searchParams);
    return (
      <Gate title={t(left ? 'leftList' : 'notOnList')} about="">
        <p className="text-center text-fg-2">{t(left ? 'leftListText' : 'notOnListText')}</p>
      </Gate>
    );
  }
  return (
    <Gate title={t('leaveList')} about={member.list}>
      <p className="text-center break-words text-fg-2">{t('leaveListText', { email: member.email, list: member.name || member.list })}</p>
      <form method="post" action={`/api/lists/${encodeURIComponent(token)}`} className="grid">
        <input type="hidden" name="asked" value="yes" />
        <Button type="submit" variant="primary">
          {t('leaveListButton')}
        </Button>
      </form>
    </Gate>
  );
}
