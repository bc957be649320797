/** Every operation with another domain's ids: whoever administers one domain is refused, or sees nothing of it. */
import { beforeAll, expect, test } from 'vitest';
import { createDomain, findAccountByEmail, flushTraces, noteTraces } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { holdMessage, queueMessage, receiveReport, traceOf } from '../../../test/harness/queued.ts';
import { commandLine, type Caller } from '../caller.ts';
import { workOff } from '../jobs/start-jobs.ts';
import { operations } from '../operations.ts';
import { perform } from '../perform.ts';

const hookUrl = 'https://hooks.example/mail';

beforeAll(async () => {
  await makeAccount('chef@hamburger.edu', 'very hungry', { isAdmin: true });
  await makeAccount('alice@crepes.fr', 'very hungry');
});

test('whoever administers one domain sees and touches nothing of another', async () => {
  await createDomain('tea.example');
  await makeAccount('tess@tea.example', 'very hungry');
  const tess: Caller = { name: 'tess@tea.example', domains: ['tea.example'], scopes: null };
  const id = await queueMessage({ from: 'alice@crepes.fr', to: 'x@y.example', subject: 'Hers' });
  const job = await perform(
    operations.find(({ name }) => name === 'account.bulk')!,
    commandLine,
    { action: 'resume', emails: ['alice@crepes.fr'] },
  );
  const hook = await perform(
    operations.find(({ name }) => name === 'webhook.add')!,
    commandLine,
    { url: hookUrl },
  );
  const key = await perform(
    operations.find(({ name }) => name === 'api-key.add')!,
    commandLine,
    { label: 'x', scopes: ['*'] },
  );
  const idOf = (result: typeof job) => (result.ok ? (result.value as { id: number }).id : 0);
  const foreign: Record<string, unknown> = {
    ...{ email: 'alice@crepes.fr', name: 'crepes.fr', domain: 'crepes.fr', address: 'info@crepes.fr', members: ['tess@tea.example'] },
    ...{ emails: ['tess@tea.example', 'alice@crepes.fr'], domains: ['crepes.fr'], targets: ['tess@tea.example'], network: '192.0.2.7' },
    ...{ priority: 1, at: '03:00', keep: 3, mode: 'open', from: 'alice@crepes.fr', to: 'x@y.example', off: [], text: 'crepes.fr' },
    ...{ id: 'T2', state: 'off', mask: 'a@crepes.fr', addresses: [], word: '0', reason: 'He asked', mailbox: 1 },
    ...{ password: 'very hungry', label: 'x', scopes: ['*'], url: hookUrl, action: 'remove' },
  };
  const ids: Record<string, number> = {
    invitation: 1,
    quarantine: await holdMessage('alice@crepes.fr'),
    report: await receiveReport('crepes.fr'),
    queue: id,
    job: idOf(job),
    webhook: idOf(hook),
    'api-key': idOf(key),
    ...{ 'app-password': 1, access: 1, mail: 1 },
  };
  noteTraces([traceOf('T2', 'alice@crepes.fr', 'x@y.example')]);
  await flushTraces();
  const asked: string[] = [];
  for (const operation of operations) {
    const object = operation.name.split('.')[0] ?? '';
    const input = Object.fromEntries(
      Object.keys(operation.input.shape)
        .filter((field) => !(field === 'state' && object === 'account'))
        .map(
          (field) =>
            [
              field,
              field === 'to' && object === 'account'
                ? '1m'
                : field === 'id' && object !== 'trace' && object !== 'session'
                  ? ids[object]
                  : field === 'name' && object !== 'domain'
                    ? 'Al'
                    : foreign[field],
            ] as const,
        )
        .filter(([, value]) => value !== undefined),
    );
    const result = await perform(operation, tess, input);
    if (result.ok) expect(JSON.stringify(result.value), operation.name).not.toMatch(/crepes\.fr|hamburger\.edu/);
    else expect(result.code, `${operation.name}: ${result.message}`).toBe(operation.name === 'account.import' ? 'invalid' : 'forbidden');
    asked.push(operation.name);
  }
  expect(asked).toHaveLength(operations.length);
  expect(await findAccountByEmail('alice@crepes.fr')).toMatchObject({ disabledAt: null });

  const own = await perform(
    operations.find(({ name }) => name === 'account.list')!,
    tess,
    {},
  );
  expect(own).toMatchObject({ ok: true, value: { items: [{ email: 'tess@tea.example' }] } });
  // What was begun by her is worked off as her.
  const sneaky = await perform(
    operations.find(({ name }) => name === 'account.import')!,
    tess,
    { csv: 'email,password\nx@crepes.fr,very hungry' },
  );
  await workOff();
  expect(await findAccountByEmail('x@crepes.fr')).toBeNull();
  const report = await perform(
    operations.find(({ name }) => name === 'job.get')!,
    tess,
    { id: idOf(sneaky) },
  );
  expect(report).toMatchObject({ ok: true, value: { report: [{ text: 'crepes.fr is not a domain that you administer.' }] } });
});

test('whoever administers a domain changes nothing of who stands above him there', async () => {
  const sous: Caller = { name: 'sous@hamburger.edu', domains: ['hamburger.edu'], scopes: null };
  const given: Record<string, unknown> = {
    ...{ email: 'chef@hamburger.edu', name: 'Al', quota: '1 GB', password: 'very hungry', to: '1m', label: 'x', id: 1, reason: 'He asked' },
    ...{ perHour: 1, perDay: 1, newPerDay: 1, off: ['IDLE'], mask: 'a@hamburger.edu', state: 'off', addresses: ['sous@hamburger.edu'] },
  };
  const changing = operations.filter(({ http }) => /^(?!GET )\w+ \/accounts\/\{email\}/.test(http));
  expect(changing.length).toBeGreaterThan(15);
  for (const operation of changing) {
    const fields = Object.keys(operation.input.shape).filter((field) => given[field] !== undefined);
    const input = Object.fromEntries(
      fields.map((field) => [field, operation.name === 'session.end' && field === 'id' ? '1' : given[field]]),
    );
    const result = await perform(operation, sous, input);
    expect(result, operation.name).toMatchObject({ ok: false, code: 'forbidden', message: 'This account administers more than you do.' });
  }
});
