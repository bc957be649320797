import { redirect } from 'next/navigation';
import { Rooms } from '../../../i18n/rooms.tsx';
import { PrintPage } from '#components/reading/print-page.tsx';
import { sessionUser } from '#server/auth/session.ts';

export const metadata = { title: 'Print · Posthorn' };

interface Props {
  params: Promise<{ threadId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A conversation, or one message of it (`?message=`), on paper. */
export default async function Page({ params, searchParams }: Props) {
  const user = await sessionUser();
  if (!user) redirect('/login');
  const { threadId } = await params;
  const { message } = await searchParams;
  return (
    <Rooms names={['ui', 'mail', 'reading', 'compose']}>
      <PrintPage threadId={threadId} emailId={typeof message === 'string' ? message : null} me={user.login} />
    </Rooms>
  );
}
