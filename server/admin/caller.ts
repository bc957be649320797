/** Who asks for an act of administration: a person in the panel, a key of the API, or the command line. */
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { domainsOfAdmin } from '#server/store/index.ts';
import type { Actor } from './result.ts';

export interface Caller extends Actor {
  /** Null: the whole server. */
  domains: string[] | null;
  /** `object:read`, `object:write`; null: all. */
  scopes: string[] | null;
}

/** The administrator behind a log-in; null for everybody else. */
export async function callerOf(user: AuthenticatedUser, ip: string): Promise<Caller | null> {
  if (user.isAdmin) return { name: user.login, ip, domains: null, scopes: null };
  const domains = await domainsOfAdmin(user.userId);
  return domains.length > 0 ? { name: user.login, ip, domains, scopes: null } : null;
}

/** Whoever can run it on the server's machine can read the database as well. */
export const commandLine: Caller = { name: 'command line', domains: null, scopes: null };

export const administers = ({ domains }: Caller, domain: string): boolean => domains === null || domains.includes(domain);
export const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);
