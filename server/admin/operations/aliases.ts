/** Aliases: addresses whose mail goes elsewhere. `*@hamburger.edu` is the catch-all of a domain. */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { administers, domainOf } from '../caller.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, failure, notOurs, refusal } from '../result.ts';
import { emailAddress, listOf, nothing, search } from '../words.ts';

const aliasShape = z.object({ address: z.string(), targets: z.array(z.string()) });
const ofAlias = ({ address }: { address: string }) => ({ domains: [domainOf(address)] });
const targets = z
  .array(emailAddress)
  .min(1, wrong('aliasMissing'))
  .max(1000, wrong('aliasMost', { most: 1000 }))
  .describe('Where its mail goes, here or elsewhere.');

export const aliasList = operation({
  name: 'alias.list',
  http: 'GET /aliases',
  summary: 'Lists aliases.',
  input: z.strictObject({ search, domain: z.string().trim().toLowerCase().optional().describe('Only in this domain.') }),
  output: listOf(aliasShape),
  touches: () => 'own',
  async run(caller, { search: text = '', domain }) {
    const found = (await store.listAliases(domain)).filter(({ address }) => administers(caller, domainOf(address)));
    const wanted = text.toLowerCase();
    return { ok: true, value: { items: found.filter((alias) => [alias.address, ...alias.targets].some((one) => one.includes(wanted))) } };
  },
});

export const aliasAdd = operation({
  name: 'alias.add',
  http: 'PUT /aliases/{address}',
  summary: 'Makes an alias, or gives one that is there other targets.',
  args: ['address', 'targets…'],
  input: z.strictObject({ address: emailAddress, targets }),
  output: aliasShape,
  touches: ofAlias,
  async run(_caller, { address, targets: goals }) {
    if (goals.includes(address)) return failure('invalid', 'aliasItself');
    const domain = domainOf(address);
    if (!(await store.hasDomain(domain))) return notOurs(domain);
    const made = await store.addAlias(address, goals);
    return made.ok ? made : refusal(made.reason, address);
  },
});

export const aliasRemove = operation({
  name: 'alias.remove',
  http: 'DELETE /aliases/{address}',
  summary: 'Removes an alias.',
  args: ['address'],
  input: z.strictObject({ address: emailAddress }),
  output: nothing,
  touches: ofAlias,
  async run(_caller, { address }) {
    const removed = await store.removeAlias(address);
    return removed.ok ? done : refusal(removed.reason, address);
  },
});
