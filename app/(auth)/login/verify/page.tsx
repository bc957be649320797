import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import { Gate } from '#components/auth/gate.tsx';
import { SecondStepForm } from '#components/auth/second-step-form.tsx';
import { userAtSecondStep } from '#server/auth/second-factor/sign-in.ts';
import { verify } from '../actions.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('secondStep')} · Posthorn` };
}

export default async function VerifyPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const user = await userAtSecondStep();
  if (!user) redirect('/login');
  const { next } = await searchParams;
  const t = await getTranslations('auth');
  return (
    <Gate title={t('secondStep')} about={user.login}>
      <SecondStepForm action={verify} next={typeof next === 'string' ? next : ''} />
    </Gate>
  );
}
