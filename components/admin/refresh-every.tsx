'use client';
/** Asks the server for the page again now and then, and says when. */
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

export function RefreshEvery({ seconds, quiet = false }: { seconds: number; quiet?: boolean }) {
  const t = useTranslations('ui');
  const router = useRouter();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    let rest = seconds;
    const timer = setInterval(() => {
      rest = rest > 1 ? rest - 1 : seconds;
      setLeft(rest);
      if (rest === seconds) router.refresh();
    }, 1000);
    return () => clearInterval(timer);
  }, [router, seconds]);
  return quiet ? null : <span className="text-[12px] leading-4 text-fg-3 tabular-nums">{t('checkingIn', { seconds: left })}</span>;
}
