'use client';
/** The photo of a contact, or its initials. */
import { use, useState } from 'react';
import { jmapConnection } from '#client/jmap/open-connection.ts';
import { photoOf, type Contact } from '#client/contacts/contacts.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { displayName } from '#lib/contacts/names.ts';
import { Avatar } from '#components/ui/avatar.tsx';

export function ContactPicture({ contact, size }: { contact: Contact; size: number }) {
  const hasPhoto = Object.values(contact.media ?? {}).some(({ kind, blobId }) => kind === 'photo' && blobId);
  const email = Object.values(contact.emails ?? {})[0]?.address ?? contact.uid;
  const initials = <Avatar name={displayName(contact)} email={email} size={size} />;
  return useInBrowser() && hasPhoto ? <Photo contact={contact} size={size} instead={initials} /> : initials;
}

function Photo({ contact, size, instead }: { contact: Contact; size: number; instead: React.ReactNode }) {
  const { downloadUrl } = use(jmapConnection());
  const [broken, setBroken] = useState(false);
  const url = photoOf(contact, downloadUrl);
  if (!url || broken) return instead;
  return (
    <img
      src={url}
      alt=""
      width={size}
      height={size}
      onError={() => setBroken(true)}
      className="flex-none rounded-full object-cover"
      style={{ width: size, height: size }}
    />
  );
}
