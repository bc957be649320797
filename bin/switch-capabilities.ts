/** `posthorn account capabilities ADDRESS [--off NAME] [--on NAME]`: what IMAP does not offer to one account, for a program that trips. */
import { switchable } from '#server/imap/session/capabilities.ts';
import { audit, findAccountByEmail, updateAccount } from '#server/store/index.ts';
import { UsageError } from './usage-error.ts';

export async function switchCapabilities(email: string, change: { off: string[]; on: string[] }): Promise<void> {
  const account = await findAccountByEmail(email);
  if (!account) throw new UsageError(`there is no account ${email}: "posthorn account list" shows those there are.`);
  const [off, on] = [change.off, change.on].map((names) => names.flatMap((name) => name.split(',')).map(known));
  const kept = account.settings.imapDisabledCapabilities;
  const disabled = new Set(Array.isArray(kept) ? kept.map(String) : []);
  for (const name of off ?? []) disabled.add(name);
  for (const name of on ?? []) disabled.delete(name);
  if (change.off.length + change.on.length > 0) {
    await updateAccount(account.accountId, { settings: { imapDisabledCapabilities: [...disabled] } });
    await audit('command line', 'account.capabilities', { email, off: [...disabled] });
  }
  const which = disabled.size === 0 ? 'everything' : `everything but ${[...disabled].join(', ')}`;
  console.log(`IMAP offers ${email} ${which}, from the next log-in on`);
}

function known(name: string): string {
  const found = switchable.find((one) => one.toLowerCase() === name.trim().toLowerCase());
  if (!found) throw new UsageError(`there is no capability ${name} to switch. There are: ${switchable.join(' ')}`);
  return found;
}
