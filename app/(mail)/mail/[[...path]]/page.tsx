import { redirect } from 'next/navigation';
import { Rooms } from '../../../i18n/rooms.tsx';
import { FirstTour } from '#components/auth/first-tour.tsx';
import { MailApp } from '#components/mail/mail-app.tsx';
import { sessionUser } from '#server/auth/session.ts';

export const metadata = { title: 'Mail · Posthorn' };

/** The one page of the webmail; inside it the address changes without a round trip. */
export default async function MailPage() {
  const user = await sessionUser();
  if (!user) redirect('/login');
  return (
    <Rooms names={['ui', 'auth', 'mail', 'reading', 'compose', 'junk', 'timeline']}>
      <MailApp email={user.login} isAdmin={user.isAdmin} />
      <FirstTour />
    </Rooms>
  );
}
