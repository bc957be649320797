'use client';
/** A name that can be asked who it is. */
import { useTranslations } from 'next-intl';
import { useRef, useState, type ReactNode } from 'react';
import { ahead } from '#components/ui/ahead.tsx';

const PersonCard = ahead(() => import('./person-card.tsx').then((one) => one.PersonCard));

interface Props {
  name: string | null;
  email: string;
  className?: string;
  children: ReactNode;
}

export function PersonPopover({ name, email, className = '', children }: Props) {
  const t = useTranslations('compose.person');
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t('about', { name: name ?? email })}
        className={`${className} rounded-control text-start hover:underline`}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
      </button>
      {isOpen && <PersonCard name={name} email={email} anchor={button} onClose={() => setOpen(false)} />}
    </>
  );
}
