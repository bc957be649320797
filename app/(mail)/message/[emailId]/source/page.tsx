import { redirect } from 'next/navigation';
import { Rooms } from '../../../../i18n/rooms.tsx';
import { SourcePage } from '#components/reading/source-page.tsx';
import { sessionUser } from '#server/auth/session.ts';

export const metadata = { title: 'Original · Posthorn' };

/** A message as it came over the line. */
export default async function Page({ params }: { params: Promise<{ emailId: string }> }) {
  if (!(await sessionUser())) redirect('/login');
  const { emailId } = await params;
  return (
    <Rooms names={['ui', 'mail', 'reading']}>
      <SourcePage emailId={emailId} />
    </Rooms>
  );
}
