/** Signs the same person in again without leaving the page, through next-auth's own routes. */
export type SignInOutcome = 'ok' | 'wrong' | 'unreachable';

export async function signInAgain(email: string, password: string): Promise<SignInOutcome> {
  const { csrfToken } = (await (await fetch('/api/auth/csrf')).json()) as { csrfToken: string };
  const answer = await fetch('/api/auth/callback/credentials', {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }),
  });
  if (answer.status >= 500) return 'unreachable';
  return (await isSignedIn()) ? 'ok' : 'wrong';
}

/** Perhaps in another tab, with a second factor or a passkey. */
export async function isSignedIn(): Promise<boolean> {
  return (await fetch('/.well-known/jmap', { headers: { accept: 'application/json' }, cache: 'no-store' })).ok;
}
