/** Many accounts at once: as CSV in and out, and one act for all that are named. */
import { z } from 'zod';
import { parseCsv, writeCsv } from '#lib/net/csv.ts';
import { searchAccounts } from '#server/store/index.ts';
import { domainOf } from '../caller.ts';
import { bulkActions, type accountRow } from '../jobs/kinds.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { failure } from '../result.ts';
import { emailAddress, search, secret } from '../words.ts';
import { beginJob, jobShape } from './jobs.ts';

const columns = ['email', 'name', 'state', 'role', 'quotaBytes', 'usedBytes', 'messages', 'created', 'lastLogin'];

export const accountExport = operation({
  name: 'account.export',
  http: 'GET /accounts.csv',
  summary: 'Gives all accounts as CSV, in the columns that the import reads.',
  input: z.strictObject({ search, domain: z.string().trim().toLowerCase().optional().describe('Only in this domain.') }),
  output: z.object({ csv: z.string() }),
  touches: () => 'own',
  async run({ domains }, { search: text, domain }) {
    const wanted = domain ? (domains === null || domains.includes(domain) ? [domain] : []) : domains;
    const found = await searchAccounts({ text, domains: wanted, limit: 1_000_000 });
    const lines = found.map((account) => [
      ...[account.email, account.display, account.disabledAt ? 'suspended' : 'active'],
      account.isAdmin ? 'server' : account.administers.join(' '),
      ...[account.quotaBytes, account.usedBytes, account.usedMessages],
      ...[account.createdAt.toISOString(), account.lastLoginAt?.toISOString() ?? ''],
    ]);
    return { ok: true, value: { csv: writeCsv([columns, ...lines]) } };
  },
});

const mostRows = 50_000;

export const accountImport = operation({
  name: 'account.import',
  http: 'POST /accounts/import',
  summary: 'Makes accounts of a CSV with the columns email, name, password, quota. A long work: it answers with its number.',
  input: z.strictObject({
    csv: secret(z.string().max(20_000_000, wrong('csvSize', { most: 20 }))).describe('The first line names the columns.'),
    update: z.boolean().default(false).describe('Also changes the accounts that are there.'),
  }),
  output: jobShape,
  touches: () => 'own',
  async run(caller, { csv, update }) {
    const [head = [], ...lines] = parseCsv(csv);
    const names = head.map((name) => ({ quotabytes: 'quota', display: 'name' })[name.toLowerCase()] ?? name.toLowerCase());
    if (!names.includes('email')) return failure('invalid', 'csvColumns');
    if (lines.length === 0) return failure('invalid', 'csvEmpty');
    if (lines.length > mostRows) return failure('invalid', 'csvLines', { most: mostRows });
    const rows = lines.map((line): z.output<typeof accountRow> => {
      const of = (name: string) => line[names.indexOf(name)] || undefined;
      return { email: of('email') ?? '', name: of('name'), password: of('password'), quota: of('quota') };
    });
    return beginJob(caller, 'account.import', { rows, update }, rows.length);
  },
});

export const accountBulk = operation({
  name: 'account.bulk',
  http: 'POST /accounts/bulk',
  summary: 'Suspends, resumes, removes, signs out or limits many accounts. A long work: it answers with its number.',
  args: ['action', 'emails…'],
  input: z.strictObject({
    action: z.enum(bulkActions),
    emails: z.array(emailAddress).min(1, wrong('accountMissing')).max(mostRows).describe('The accounts.'),
    quota: z.string().optional().describe('For the action quota: such as 5 GB.'),
  }),
  output: jobShape,
  touches: ({ emails }) => ({ domains: [...new Set(emails.map(domainOf))] }),
  run: (caller, { action, emails, quota }) =>
    beginJob(caller, 'account.bulk', { action, emails: [...new Set(emails)], quota }, emails.length),
});
