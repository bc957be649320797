import { getTranslations } from 'next-intl/server';
import { ComposePage } from '#components/compose/compose-page.tsx';
import { userOfPage } from '#server/auth/require.ts';
import { Rooms } from '../../../i18n/rooms.tsx';

export async function generateMetadata() {
  return { title: `${(await getTranslations('compose'))('newMessage')} · Posthorn` };
}

/** A draft in a window of its own. */
export default async function PoppedOut({ params }: { params: Promise<{ draftId: string }> }) {
  const { draftId } = await params;
  await userOfPage(`/compose/${encodeURIComponent(draftId)}`);
  return (
    <Rooms names={['ui', 'compose', 'reading']}>
      <ComposePage draftId={draftId} />
    </Rooms>
  );
}
