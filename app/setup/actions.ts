'use server';
import { redirect } from 'next/navigation';
import { problemText } from '#components/admin/problem-text.ts';
import type { SetupState } from '#components/auth/setup-form.tsx';
import { completeSetup } from '#server/admin/setup.ts';
import { startSession, whereFrom } from '#server/auth/session.ts';

export async function finishSetup(_before: SetupState, data: FormData): Promise<SetupState> {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const [domain, display, name] = [text('domain'), text('display'), text('name')];
  const { remoteAddress } = await whereFrom();
  const made = await completeSetup({ token: text('token'), domain, display, name, password: text('password') }, remoteAddress);
  if (!made.ok) return { problem: await problemText(made), values: { domain, display, name } };
  await startSession(made.value);
  redirect(`/setup/dns?domain=${encodeURIComponent(domain.trim().toLowerCase())}`);
}
