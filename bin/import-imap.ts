/**
 * `posthorn import --account ADDRESS --imap imaps://USER@HOST`: a whole account of another server. How far it is, is kept in the database
 * under the same server and name, so that the same command goes on after anything.
 */
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { addDigest } from '#lib/message/digest-sum.ts';
import { FetchFailed } from '#server/fetch/fetch-failed.ts';
import { secretPurpose } from '#server/fetch/fetch-account.ts';
import { everyFolder, fetchWhole } from '#server/fetch/fetch-whole.ts';
import { seal } from '#server/mailauth/secret-box.ts';
import { createFetched, destroyFetched, listFetched, listFolders, mailboxNamed, type FetchedFolder } from '#server/store/index.ts';
import { askSecret } from './ask-secret.ts';
import { orRefuse } from './refusal.ts';
import { UsageError } from './usage-error.ts';

export interface ImapImport {
  accountId: number;
  url: string;
  mailbox: string;
  passwordFile?: string | undefined;
  json: boolean;
}

/** True when all of it is here and nothing was refused. */
export async function importByImap({ accountId, url, mailbox, passwordFile, json }: ImapImport): Promise<boolean> {
  const there = serverOf(url);
  const password = there.password || (passwordFile ? firstLine(passwordFile) : process.env.IMAP_PASSWORD) || (await ask(there.login));
  const mailboxId = orRefuse(`mailbox ${mailbox}`, await mailboxNamed(accountId, mailbox));
  const known = (await listFetched(accountId)).find(
    ({ protocol, folder, host, port, login }) =>
      protocol === 'imap' && folder === everyFolder && host === there.host && port === there.port && login === there.login,
  );
  const facts = { protocol: 'imap' as const, folder: everyFolder, mailboxId, leave: true, enabled: false, everyMinutes: 1440 };
  const { host, port, security, login } = there;
  const { fetchId } =
    known ??
    orRefuse(
      'the import',
      await createFetched(accountId, { ...facts, host, port, security, login, secret: seal('', secretPurpose) }, 1000),
    );
  const source = { accountId, fetchId, mailboxId };
  const { address } = await lookup(host).catch(() => {
    throw new UsageError(`${host} has no address.`);
  });
  const told = process.stderr.isTTY ? showProgress : undefined;
  let problem: string | null = null;
  try {
    while (
      await fetchWhole(source, { host, port, security, login, password, address }, AbortSignal.timeout(86_400_000), told ? { told } : {})
    );
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    problem = `${reasons[error.code]} ${error.message}`.trim();
  }
  if (told) process.stderr.write('\n');
  const folders = await listFolders(source);
  if (problem === null && !known) await destroyFetched(accountId, fetchId); // one that its owner made stays his
  report(folders, problem, json);
  return problem === null && folders.every(({ refused }) => refused === 0);
}

const reasons: Record<FetchFailed['code'], string> = {
  refused: 'The address may not be connected to:',
  connect: 'The connection failed; run the same command again and it goes on:',
  security: 'The server cannot prove who it is (TLS_TRUSTED_CA names further authorities):',
  login: 'The server refused the name or password:',
  folder: 'A folder cannot be opened:',
  protocol: 'The server did not answer as IMAP demands:',
  mailbox: 'A mailbox cannot be made here:',
  full: 'The account is full; raise its limit (account edit), then run the same command again and it goes on:',
  server: 'It failed:',
};

function report(folders: FetchedFolder[], problem: string | null, json: boolean): void {
  const sum = (of: 'found' | 'taken' | 'already' | 'refused') => folders.reduce((all, one) => all + one[of], 0);
  const shown = folders.map(({ folder, found, taken, already, refused, digest, problems, done }) => ({
    ...{ folder, found, taken, already, refused, sha256: digest, done, problems },
  }));
  const total = { found: sum('found'), taken: sum('taken'), already: sum('already'), refused: sum('refused') };
  const sha256 = folders.reduce((all, { digest }) => addDigest(all, digest), '');
  if (json) return console.log(JSON.stringify({ folders: shown, ...total, sha256, problem }, null, 2));
  for (const { folder, found, taken, already, refused, digest, problems } of folders) {
    console.log(
      `${folder}: found ${found}, taken ${taken}, already there ${already}, refused ${refused}, sha256 ${digest || 'of nothing'}`,
    );
    for (const { uid, reason } of problems) console.error(`  UID ${uid}: ${reason}`);
  }
  console.log(`all: found ${total.found}, taken ${total.taken}, already there ${total.already}, refused ${total.refused}`);
  if (problem !== null) console.error(problem);
}

function serverOf(text: string) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || url.hostname === '' || url.username === '')
    throw new UsageError('--imap needs an address such as imaps://bob%40example.org@imap.example.org (TLS), or imap:// (STARTTLS).');
  const security = url.protocol === 'imaps:' ? ('tls' as const) : ('starttls' as const);
  const [login, password] = [url.username, url.password].map(decodeURIComponent) as [string, string];
  return {
    host: url.hostname.replace(/^\[|\]$/g, '').toLowerCase(),
    port: Number(url.port) || (security === 'tls' ? 993 : 143),
    security,
    login,
    password,
  };
}

function firstLine(file: string): string {
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/)[0] ?? '';
  } catch {
    throw new UsageError(`the file ${file} cannot be read.`);
  }
}

async function ask(login: string): Promise<string> {
  const given = await askSecret(`Password of ${login} there: `);
  if (!given) throw new UsageError('a password is needed: type one, or give --password-file FILE or IMAP_PASSWORD.');
  return given;
}

const showProgress = ({ folder, found, taken, already, refused }: FetchedFolder): void =>
  void process.stderr.write(`\r\u001b[K${folder}: ${taken + already + refused} of ${found}`);
