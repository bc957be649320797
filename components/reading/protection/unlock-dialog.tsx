'use client';
import { ahead } from '#components/ui/ahead.tsx';
import { useAskedKey } from '#client/crypto/asked-key.ts';

const UnlockForm = ahead(() => import('./unlock-form.tsx').then((one) => one.UnlockForm));

/** Asks for the passphrase of a key, wherever in the page one is needed. */
export function UnlockDialog() {
  const asked = useAskedKey((state) => state.asked);
  return asked && <UnlockForm asked={asked} />;
}
