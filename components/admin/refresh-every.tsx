'use client';
/** Asks the server for the page again now and then, and says when. */
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

export function RefreshEvery({ seconds }: { seconds: number }) {
  const router = useRouter();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => {
      setLeft((before) => {
        if (before > 1) return before - 1;
        router.refresh();
        return seconds;
      });
    }, 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return <span className="text-[12px] leading-4 text-fg-3 tabular-nums">Checking again in {left} s</span>;
}
