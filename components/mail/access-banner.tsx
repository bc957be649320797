'use client';
/** Says above the mail that somebody else may read it now. It asks again now and then, as leave comes and goes while the page is open. */
import { Eye } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useState } from 'react';

interface Access {
  by: string;
  until: string;
}
const againMs = 60_000;

export function AccessBanner() {
  const t = useTranslations('mail');
  const clock = new Intl.DateTimeFormat(useLocale(), { dateStyle: 'medium', timeStyle: 'short' });
  const [live, setLive] = useState<Access[]>([]);
  useEffect(() => {
    const look = () =>
      void fetch('/api/access')
        .then(async (answer) => (answer.ok ? setLive(((await answer.json()) as { items: Access[] }).items) : undefined))
        .catch(() => undefined); // without the network it is asked again
    look();
    const timer = setInterval(look, againMs);
    window.addEventListener('focus', look);
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
    };
  }, []);
  return (
    <div role="status">
      {live.map(({ by, until }) => (
        <p
          key={by}
          className="flex min-h-8 flex-wrap items-center justify-center gap-x-2 bg-warning-soft px-3 py-1 text-[13px] leading-5 text-warning"
        >
          <Eye size={16} aria-hidden className="flex-none" />
          {t('accessLive', { who: by, until: clock.format(new Date(until)) })}
          <Link href="/settings/security" prefetch={false} className="font-medium underline">
            {t('accessWhy')}
          </Link>
        </p>
      ))}
    </div>
  );
}
