'use client';
import { CircleHelp, Command, LogOut, Menu, Settings, Users, Shield } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ThemeSwitch } from '#components/auth/theme-switch.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { Logo } from '#components/ui/logo.tsx';
import { mail, setMail } from '#client/mail/mail-store.ts';
import { signOut } from '#client/session/sign-out.ts';
import { SearchBox } from '#components/mail/search/search-box.tsx';

export function TopBar({ email, isAdmin }: { email: string; isAdmin: boolean }) {
  const t = useTranslations('mail');
  const link = 'grid size-8 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg';
  return (
    <header className="mail-top flex h-14 items-center gap-2 pe-4 max-sm:pe-2">
      <div className="flex w-58 flex-none items-center gap-2.5 ps-4.5 max-xl:w-auto max-xl:ps-3">
        <span className="xl:hidden">
          <IconButton label={t('tree')} onClick={() => setMail({ panel: mail().panel === 'drawer' ? null : 'drawer' })}>
            <Menu size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </span>
        <span className="flex items-center gap-2.5 max-xl:hidden">
          <Logo size={28} />
          <b className="text-[17px] tracking-[-.02em]">Posthorn</b>
        </span>
      </div>
      <SearchBox />
      <nav aria-label={t('account')} className="ms-auto flex items-center gap-1">
        <span className="flex max-sm:hidden">
          <IconButton label={t('commands.palette')} onClick={() => setMail({ panel: 'palette' })}>
            <Command size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <IconButton label={t('commands.help')} onClick={() => setMail({ panel: 'help' })}>
            <CircleHelp size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
          <ThemeSwitch />
        </span>
        {isAdmin && (
          <a href="/admin" className={link} aria-label={t('administration')} title={t('administration')}>
            <Shield size={20} strokeWidth={1.75} aria-hidden />
          </a>
        )}
        <a href="/contacts" className={link} aria-label={t('commands.goContacts')} title={t('commands.goContacts')}>
          <Users size={20} strokeWidth={1.75} aria-hidden />
        </a>
        <a href="/settings" className={link} aria-label={t('commands.settings')} title={t('commands.settings')}>
          <Settings size={20} strokeWidth={1.75} aria-hidden />
        </a>
        <form action="/logout" method="post" className="flex max-sm:hidden" onSubmit={signOut}>
          <button type="submit" className={link} aria-label={t('signOut')} title={t('signOut')}>
            <LogOut size={20} strokeWidth={1.75} aria-hidden />
          </button>
        </form>
        <span className="ms-1 inline-flex" title={email}>
          <Avatar name={email} email={email} size={32} />
        </span>
      </nav>
    </header>
  );
}
