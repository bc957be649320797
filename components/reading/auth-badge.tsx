'use client';
import { BadgeCheck, ShieldAlert, ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Authentication } from '#client/reading/authentication.ts';

const looks = {
  verified: { icon: BadgeCheck, look: 'bg-success-soft text-success' },
  unverified: { icon: ShieldQuestion, look: 'bg-hover text-fg-2' },
  failed: { icon: ShieldAlert, look: 'bg-danger-soft text-danger' },
};

/** Who sent it, as far as the server could find out. */
export function AuthBadge({ authentication: { verdict, methods } }: { authentication: Authentication }) {
  const t = useTranslations('mail');
  const { icon: Icon, look } = looks[verdict];
  const details = methods.map(({ method, result }) => `${method.toUpperCase()}: ${result}`).join(', ');
  return (
    <span
      className={`inline-flex h-5.5 flex-none items-center gap-1 rounded-full ps-1.5 pe-2 text-[12px] leading-4 font-medium max-sm:ps-1 max-sm:pe-1 ${look}`}
      title={details}
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span className="max-sm:sr-only">{t(`authentication.${verdict}`)}</span>
    </span>
  );
}
