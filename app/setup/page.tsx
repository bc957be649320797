import Link from 'next/link';
import { Gate } from '#components/auth/gate.tsx';
import { SetupForm } from '#components/auth/setup-form.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { firstDomain, setupIsOpen } from '#server/admin/setup.ts';
import { finishSetup } from './actions.ts';

export const metadata = { title: 'Set up · Posthorn' };

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  if (typeof token !== 'string' || !(await setupIsOpen(token))) {
    return (
      <Gate title="This link is not open" about="It works once, and only the newest one.">
        <p className="text-fg-2">When there is no administrator yet, start Posthorn again: it prints another link. Otherwise sign in.</p>
        <Link href="/login" className={buttonLook('primary', 'lg')}>
          Sign in
        </Link>
      </Gate>
    );
  }
  return (
    <SetupFrame
      step={0}
      title="Your own post office"
      lead="Name the domain that this server takes mail for, and make the account that runs it."
    >
      <SetupForm action={finishSetup} token={token} domain={await firstDomain()} />
    </SetupFrame>
  );
}
