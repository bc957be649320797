/** The end of the top bar on pages beside the mail: theme, who is signed in, and the way out. */
import { LogOut } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Avatar } from '#components/ui/avatar.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export function AccountCorner({ login }: { login: string }) {
  const t = useTranslations('auth');
  return (
    <>
      <ThemeSwitch />
      <form method="post" action="/logout">
        <IconButton label={t('signOut')} type="submit">
          <LogOut className="rtl:-scale-x-100" size={20} strokeWidth={1.75} aria-hidden />
        </IconButton>
      </form>
      <span className="ms-2 inline-flex" title={login}>
        <Avatar name={login} email={login} size={32} />
      </span>
    </>
  );
}
