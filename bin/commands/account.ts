/** `posthorn account …`: what the admin panel does with accounts, from the terminal. */
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { hashPassword } from '#server/auth/password.ts';
import { keepScramKeys } from '#server/auth/scram-keys.ts';
import { audit, createAccount, findAccountByEmail, listAccounts, removeAccount, setPassword, updateAccount } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { orRefuse } from '../refusal.ts';
import { switchCapabilities } from '../switch-capabilities.ts';
import { formatSize, parseSize } from '../size.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const options = {
  password: { type: 'string' },
  admin: { type: 'boolean', default: false },
  quota: { type: 'string' },
  name: { type: 'string' },
  json: { type: 'boolean', default: false },
  off: { type: 'string', multiple: true },
  on: { type: 'string', multiple: true },
} as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [action = 'list', email = ''] = positionals;
  const needed = () => {
    if (!email.includes('@')) throw new UsageError(`account ${action} needs an address, such as bob@hamburger.edu.`);
    return email.toLowerCase();
  };
  switch (action) {
    case 'list':
      return withDatabase(async () => list(values.json));
    case 'add': {
      const address = needed();
      const quotaBytes = values.quota === undefined ? null : parseSize(values.quota);
      const password = values.password ?? (await askPassword());
      return withDatabase(async () => {
        const passwordHash = await hashPassword(password);
        const wanted = { email: address, passwordHash, isAdmin: values.admin, quotaBytes, display: values.name ?? '' };
        orRefuse(`account ${address}`, await createAccount(wanted));
        await keepScramKeys(address, password);
        await audit('command line', 'account.add', { email: address });
        console.log(`made ${address}${values.admin ? ', an administrator' : ''}`);
      });
    }
    case 'password': {
      const address = needed();
      const password = values.password ?? (await askPassword());
      return withDatabase(async () => {
        await existing(address);
        await setPassword(address, await hashPassword(password));
        await keepScramKeys(address, password);
        await audit('command line', 'account.password', { email: address });
        console.log(`changed the password of ${address}; every session of it has ended`);
      });
    }
    case 'suspend':
    case 'resume': {
      const address = needed();
      return withDatabase(async () => {
        const { accountId } = await existing(address);
        await updateAccount(accountId, { disabled: action === 'suspend' });
        await audit('command line', `account.${action}`, { email: address });
        console.log(`${action === 'suspend' ? 'suspended' : 'resumed'} ${address}`);
      });
    }
    case 'capabilities': {
      const address = needed();
      return withDatabase(() => switchCapabilities(address, { off: values.off ?? [], on: values.on ?? [] }));
    }
    case 'remove': {
      const address = needed();
      return withDatabase(async () => {
        const { accountId } = await existing(address);
        await removeAccount(accountId);
        await audit('command line', 'account.remove', { email: address });
        console.log(`removed ${address} and its mail`);
      });
    }
    default:
      throw new UsageError(`there is no "account ${action}".`, { usage: true });
  }
}

async function existing(email: string) {
  const account = await findAccountByEmail(email);
  if (!account) throw new UsageError(`there is no account ${email}: "posthorn account list" shows those there are.`);
  return account;
}

async function list(json: boolean): Promise<void> {
  const accounts = await listAccounts();
  const rows = accounts.map((account) => ({
    email: account.email,
    name: account.display,
    admin: json ? account.isAdmin : account.isAdmin ? 'yes' : '',
    state: account.disabledAt ? 'suspended' : 'active',
    used: json ? account.usedBytes : formatSize(account.usedBytes),
    quota: json ? account.quotaBytes : formatSize(account.quotaBytes),
    messages: account.usedMessages,
  }));
  printTable(rows, { json, empty: 'No accounts yet: posthorn account add ADDRESS --password PASSWORD' });
}

async function askPassword(): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const password = await terminal.question('Password: ');
  terminal.close();
  if (!password) throw new UsageError('a password is needed: give --password, or type one.');
  return password;
}
