'use client';
/** When the session has ended: the password is asked for here, and everything that waited goes on. */
import { useEffect } from 'react';
import { ahead } from '#components/ui/ahead.tsx';
import { canAskForPassword, useSession } from '#client/session/signed-in.ts';

const SessionForm = ahead(() => import('./session-form.tsx').then((one) => one.SessionForm));

export function SessionDialog({ email }: { email: string }) {
  const hasEnded = useSession((state) => state.hasEnded);
  useEffect(canAskForPassword, []);
  return hasEnded ? <SessionForm email={email} /> : null;
}
