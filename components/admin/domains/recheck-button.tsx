'use client';
/** Looks again now. */
import { RotateCw } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';

export function RecheckButton({ name, label }: { name: string; label?: string }) {
  const router = useRouter();
  const [pending, begin] = useTransition();
  return (
    <Button size="sm" aria-label={label} disabled={pending} onClick={() => begin(() => router.refresh())}>
      <RotateCw size={14} aria-hidden className={pending ? 'animate-spin' : ''} />
      {name}
    </Button>
  );
}
