/** Asks the log-in server of OAUTH_INTROSPECTION who a token stands for (RFC 7662). */
import { z } from 'zod';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';

const timeoutMs = 5000;
const answer = z.object({
  active: z.boolean(),
  username: z.string().optional(),
  email: z.string().optional(),
  sub: z.string().optional(),
});

/** The log-in name; null when the token is worth nothing, or nobody could be asked. */
export async function loginOfToken(token: string): Promise<string | null> {
  const { oauthIntrospection } = config();
  if (!oauthIntrospection) return null;
  const url = new URL(oauthIntrospection);
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  url.username = url.password = '';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { accept: 'application/json', ...(credentials === ':' ? {} : { authorization: `Basic ${btoa(credentials)}` }) },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const said = answer.parse(await response.json());
    return said.active ? (said.email ?? said.username ?? said.sub ?? null) : null;
  } catch (error) {
    log.warn('auth: the server of OAUTH_INTROSPECTION could not be asked', { reason: reasonOf(error) });
    return null;
  }
}
