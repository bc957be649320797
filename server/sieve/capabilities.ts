/** What is offered (RFC 5804 §1.7). */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { writeString } from '#lib/managesieve/write-string.ts';
import { notifyMethods, sieveCapabilities } from '#lib/sieve/check/capabilities.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { saslMechanisms } from '#server/auth/sasl.ts';
import type { Session } from './session.ts';

export function capabilityLines(session: Session): string {
  const { secure } = session.connection;
  const { user } = session;
  const lines: [name: string, value?: string][] = [
    ['IMPLEMENTATION', 'Posthorn'],
    ['VERSION', '1.0'],
    // The list is empty exactly where STARTTLS must come first.
    ['SASL', passwordAllowed(session.connection) ? saslMechanisms(secure).join(' ') : ''],
    ['SIEVE', sieveCapabilities.join(' ')],
    ['NOTIFY', notifyMethods.join(' ')],
    ['MAXREDIRECTS', String(sieveLimits.redirects)],
    ['LANGUAGE', 'en'],
    ...(user ? [['OWNER', user.login] as [string, string], ['UNAUTHENTICATE'] as [string]] : []),
    ...(secure || user ? [] : [['STARTTLS'] as [string]]),
  ];
  return lines.map(([name, value]) => `"${name}"${value === undefined ? '' : ` ${writeString(value)}`}\r\n`).join('');
}
