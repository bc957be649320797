'use client';
/** The sender's initials, or the logo that a proven sender publishes. */
import { useEffect, useState } from 'react';
import { Avatar } from '#components/ui/avatar.tsx';
import { senderLogo } from '#client/reading/sender-logo.ts';

interface Sender {
  emailId: string;
  name: string;
  email: string;
  /** Our server says that the message may show one. */
  mayHaveLogo: boolean;
}

export function SenderAvatar({ emailId, name, email, mayHaveLogo }: Sender) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!mayHaveLogo) return;
    let gone = false;
    senderLogo(emailId).then(
      (logo) => gone || setUrl(logo?.url ?? null),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [emailId, mayHaveLogo]);
  if (!url) return <Avatar name={name} email={email} size={36} />;
  return (
    <img
      src={url}
      alt=""
      width={36}
      height={36}
      className="size-9 flex-none rounded-full bg-white object-contain"
      onError={() => setUrl(null)}
    />
  );
}
