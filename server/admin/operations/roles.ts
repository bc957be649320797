/** Who administers which domain. Who administers the server is a property of the account (`account.edit`). */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { done, failure } from '../result.ts';
import { domainName, emailAddress, listOf, nothing, time } from '../words.ts';

const role = z.strictObject({ email: emailAddress, domain: domainName });

export const roleList = operation({
  name: 'role.list',
  http: 'GET /roles',
  summary: 'Lists who administers which domain; null stands for the whole server.',
  input: z.strictObject({}),
  output: listOf(z.object({ email: z.string(), domain: z.string().nullable(), since: time.nullable() })),
  touches: () => 'own',
  async run({ domains }) {
    const ofDomains = (await store.listDomainAdmins()).filter(({ domain }) => domains === null || domains.includes(domain));
    const ofServer = domains === null ? await store.searchAccounts({ domains, role: 'server', limit: 1000 }) : [];
    const items = [
      ...ofServer.map(({ email }) => ({ email, domain: null, since: null })),
      ...ofDomains.map(({ email, domain, createdAt }) => ({ email, domain, since: createdAt })),
    ];
    return { ok: true, value: { items } };
  },
});

export const roleGrant = operation({
  name: 'role.grant',
  http: 'PUT /roles/{domain}/{email}',
  summary: 'Makes an account an administrator of a domain.',
  args: ['email', 'domain'],
  input: role,
  output: nothing,
  touches: () => 'server',
  async run(_caller, { email, domain }) {
    const granted = await store.setDomainAdmin(email, domain, true);
    return granted.ok ? done : failure('notFound', 'roleNowhere', { email, domain });
  },
});

export const roleRevoke = operation({
  name: 'role.revoke',
  http: 'DELETE /roles/{domain}/{email}',
  summary: 'Ends that an account administers a domain.',
  args: ['email', 'domain'],
  input: role,
  output: nothing,
  touches: () => 'server',
  async run(_caller, { email, domain }) {
    const revoked = await store.setDomainAdmin(email, domain, false);
    return revoked.ok ? done : failure('notFound', 'notAdministrator', { email, domain });
  },
});
