import { beforeAll, expect, test } from 'vitest';
import { activeParts, textOf } from '#lib/sieve/rules/active-parts.ts';
import { rulesToSieve } from '#lib/sieve/rules/rules-to-sieve.ts';
import { sieveToRules } from '#lib/sieve/rules/sieve-to-rules.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { changeScripts, getAccount, listScripts, updateAccount } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { adoptBlocked } from './adopt-blocked.ts';

const star: Rule = {
  ...{ name: 'Stars', enabled: true, match: 'all', conditions: [], actions: [{ kind: 'star' }] },
};
let count = 0;

async function account(scripts: { name: string; text: string; isActive?: boolean }[], blockedSenders: unknown): Promise<number> {
  const { accountId } = await makeAccount(`a${++count}@crepes.fr`, 'hungry');
  await changeScripts(accountId, async (writer) => {
    for (const { name, text, isActive } of scripts) {
      await writer.put(name, Buffer.from(text));
      if (isActive) await writer.activate(writer.find(name)?.scriptId ?? null);
    }
  });
  await updateAccount(accountId, { settings: { theme: 'dark', blockedSenders } });
  return accountId;
}

async function after(accountId: number) {
  const scripts = await listScripts(accountId);
  const rules = scripts.find(({ name }) => name === 'rules');
  return { parts: activeParts(scripts), book: rules && sieveToRules(textOf(rules)), settings: (await getAccount(accountId))?.settings };
}

beforeAll(async () => void (await adoptBlocked()));

test('who was blocked by the setting is blocked by the rules, beside those who were there', async () => {
  const own = rulesToSieve({ rules: [star], blocked: ['a@b.example'] });
  const accountId = await account([{ name: 'rules', text: own, isActive: true }], ['a@b.example', '@spam.example']);
  expect(await adoptBlocked()).toBe(1);
  const { parts, book, settings } = await after(accountId);
  expect(book).toEqual({ rules: [star], blocked: ['a@b.example', '@spam.example'] });
  expect(parts).toMatchObject({ rules: true });
  expect(settings).toEqual({ theme: 'dark' });
  expect(await adoptBlocked()).toBe(0);
});

test('without any script before; and nothing that is no address', async () => {
  const accountId = await account([], ['x@y.example', 7, 'nonsense']);
  await adoptBlocked();
  expect(await after(accountId)).toMatchObject({ parts: { rules: true, own: null }, book: { rules: [], blocked: ['x@y.example'] } });
});

test('a script of the user’s own goes on behind; rules that were not applied do not begin to be', async () => {
  const accountId = await account(
    [
      { name: 'rules', text: rulesToSieve({ rules: [star], blocked: [] }) },
      { name: 'mine', text: 'keep;\r\n', isActive: true },
    ],
    ['x@y.example'],
  );
  await adoptBlocked();
  expect(await after(accountId)).toMatchObject({
    parts: { rules: true, own: 'mine' },
    book: { rules: [{ ...star, enabled: false }], blocked: ['x@y.example'] },
  });
});

test('an empty list leaves nothing behind', async () => {
  const accountId = await account([], []);
  await adoptBlocked();
  expect(await after(accountId)).toEqual({ parts: expect.anything(), book: undefined, settings: { theme: 'dark' } });
});
