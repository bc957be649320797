import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Flag } from '#lib/message/keywords.ts';
import { renderMessage } from '#lib/message/render.ts';
import {
  blobFigures,
  closeDatabase,
  collectBlobs,
  deliver,
  checkStore,
  expunge,
  findMailboxByRole,
  getEmails,
  getServerState,
  listMailboxes,
  moveMessages,
  openMailbox,
  purge,
  putBlob,
  readMessage,
  setServerState,
  storeFlags,
  trimLogs,
} from '#server/store/index.ts';
import { forgetConfig } from '#server/config/config.ts';
import { rows } from '#server/store/database.ts';
import { migrate, migrationNames } from '#server/store/migrate.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startStorage } from '../../test/harness/s3-storage.ts';
import { backUp } from './back-up.ts';
import { readManifest, snapshotIds } from './manifest.ts';
import { restore } from './restore.ts';
import { lastBackupKey, type LastBackup } from '#lib/admin/last-backup.ts';
import { dueBefore } from '#lib/admin/backup-schedule.ts';
import { runIfDue } from './start-backups.ts';
import type { Target } from './vault/open-vault.ts';
import { vaultToRead } from './vault/open-vault.ts';
import { BackupFault } from './vault/vault.ts';
import { verify } from './verify.ts';

const migrations = 'prisma/migrations';
const home = process.env.DATABASE_URL ?? '';
const dataDir = mkdtempSync(path.join(tmpdir(), 'posthorn-backup-'));
const folderOf = (place: string): Target => ({ place, passphrase: null, s3: null });
const newFolder = () => `${mkdtempSync(path.join(tmpdir(), 'posthorn-vault-'))}/`;
const back = (target: Target, keep: number | null = null) => backUp({ target, dataDir, version: '0.0.0', keep });
let inbox = 0;
let accountId = 0;

async function letter(text: string): Promise<void> {
  const bytes = Buffer.from(`From: alice@crepes.fr\r\nSubject: ${text}\r\nMessage-ID: <${text}@crepes.fr>\r\n\r\n${text} `.repeat(3));
  const blob = await putBlob(bytes);
  const done = await deliver([
    { accountId, mailboxIds: [inbox], blob, prefix: Buffer.from('X: y\r\n'), rendered: renderMessage(bytes, 'X: y\r\n') },
  ]);
  expect(done.ok).toBe(true);
}

/** Another database of the test server, empty; the store stands on it while `work` runs. */
async function elsewhere<T>(work: (database: Pick<Parameters<typeof restore>[0], 'migrate' | 'known'>) => Promise<T>): Promise<T> {
  const url = new URL(home);
  const name = `${url.pathname.slice(1)}_restored`;
  const admin = new pg.Client({ connectionString: home });
  await admin.connect();
  await admin.query(`drop database if exists ${name} with (force)`);
  await admin.query(`create database ${name}`);
  await admin.end();
  url.pathname = `/${name}`;
  await closeDatabase();
  process.env.DATABASE_URL = url.href;
  try {
    return await work({ migrate: (only) => migrate(url.href, migrations, only), known: migrationNames(migrations) });
  } finally {
    await closeDatabase();
    process.env.DATABASE_URL = home;
  }
}

/** A digest of each table's rows, as text. */
async function digests(): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
  const found: Record<string, string> = {};
  for (const { name } of rows) {
    const text = `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as digest from "${name}" t`;
    if (!['_prisma_migrations', 'index_job', 'email_text', 'email_brief', 'email_phrase'].includes(name))
      found[name] = (await client.query<{ digest: string }>(text)).rows[0]?.digest ?? '';
  }
  await client.end();
  return found;
}

beforeAll(async () => {
  writeFileSync(path.join(dataDir, 'secret'), 'of this installation');
  ({ accountId } = await makeAccount('bob@hamburger.edu', 'hungry', { isAdmin: true }));
  inbox = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  for (let n = 0; n < 20; n++) await letter(`number-${n}`);
});

test('what was backed up comes back row by row, from a file, a folder and enciphered', async () => {
  const before = await digests();
  const targets: Target[] = [
    folderOf(path.join(newFolder(), 'one.tar')),
    folderOf(newFolder()),
    { ...folderOf(newFolder()), passphrase: 'a horse, a battery' },
  ];
  for (const target of targets) {
    const made = await back(target);
    expect(made.freshOctets).toBe(made.messagesOctets);
    const place = mkdtempSync(path.join(tmpdir(), 'posthorn-restored-'));
    await elsewhere(async (database) => {
      const report = await restore({ target, dataDir: place, settle: false, ...database });
      expect(report).toMatchObject({ id: made.id, rows: made.rows, blobs: 20, held: 0 });
      expect(await digests()).toEqual(before);
      expect(await checkStore()).toEqual([]);
    });
    expect(readFileSync(path.join(place, 'secret'), 'utf8')).toBe('of this installation');
  }
});

test('numbers go on beyond what may have been given out since, and no log claims to know', async () => {
  const target = folderOf(newFolder());
  await back(target);
  await elsewhere(async (database) => {
    await restore({ target, dataDir: null, ...database });
    expect(await checkStore()).toEqual([]);
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(
      'select uidnext > 100000 as later, log_floor = s.modseq as anew from mailbox m join account_state s using (account_id) where role = $1',
      ['inbox'],
    );
    await client.end();
    expect(rows).toEqual([{ later: true, anew: true }]);
    await letter('after-the-restore');
    expect(await checkStore()).toEqual([]);
  });
});

test('a second backup into a folder writes only what is new; old ones leave with what only they held', async () => {
  const place = newFolder();
  const target = folderOf(place);
  await back(target);
  await letter('only-later');
  const second = await back(target);
  expect(second.freshOctets).toBeGreaterThan(0);
  expect(second.freshOctets).toBeLessThan(second.messagesOctets / 10);
  expect(await snapshotIds(await vaultToRead(target))).toHaveLength(2);
  expect((await back(target, 1)).dropped).toHaveLength(2);
  const left = await snapshotIds(await vaultToRead(target));
  expect(left).toHaveLength(1);
  expect(readdirSync(path.join(place, 'tables'), { recursive: true }).filter((name) => String(name).endsWith('/email.0'))).toHaveLength(1);
  await elsewhere(async (database) => {
    const { faults, blobs } = await verify({ target, ...database });
    expect(faults).toEqual([]);
    expect(blobs).toBe(21);
  });
});

test('a damaged, cut, foreign or newer backup is refused with a sentence, and the database stays empty', async () => {
  const place = newFolder();
  const target = folderOf(place);
  await back(target);
  const manifest = await readManifest(await vaultToRead(target));
  const pack = path.join(place, manifest.packs[0]?.name ?? '');
  const whole = readFileSync(pack);
  const damaged = Buffer.from(whole);
  damaged.writeUInt8(damaged.readUInt8(damaged.length - 40) ^ 1, damaged.length - 40);
  await elsewhere(async (database) => {
    writeFileSync(pack, damaged);
    await expect(restore({ target, dataDir: null, ...database })).rejects.toThrow(/is not what was written/);
    writeFileSync(pack, whole);
    await expect(restore({ target: { ...target, passphrase: 'x' }, dataDir: null, ...database })).rejects.toThrow(/not enciphered/);
    await expect(restore({ target, snapshot: 'yesterday', dataDir: null, ...database })).rejects.toThrow(/There is no snapshot yesterday/);
    await expect(restore({ target, dataDir: null, ...database, known: database.known.slice(0, 3) })).rejects.toThrow(/newer Posthorn/);
    await expect(restore({ target: folderOf('/dev/null'), dataDir: null, ...database })).rejects.toThrow(BackupFault);
    expect((await restore({ target, dataDir: null, ...database })).blobs).toBeGreaterThan(0);
    await expect(restore({ target, dataDir: null, ...database })).rejects.toThrow(/not empty/);
  });
  const sealed = { ...folderOf(path.join(newFolder(), 'sealed.tar')), passphrase: 'right' };
  await back(sealed);
  await expect(vaultToRead({ ...sealed, passphrase: null })).rejects.toThrow(/is enciphered/);
  await expect(vaultToRead({ ...sealed, passphrase: 'wrong' }).then(readManifest)).rejects.toThrow(/cannot be deciphered/);
  expect(readFileSync(sealed.place).includes('of this installation')).toBe(false);
  await expect(back(sealed)).rejects.toThrow(/there already/);
});

test('a backup to storage that speaks S3, with signatures that the storage makes again', async () => {
  const storage = await startStorage('key', 'hidden');
  const s3 = { endpoint: storage.endpoint, region: 'eu-test-1', accessKeyId: 'key', secretAccessKey: 'hidden' };
  const target = { place: 's3://vault/of my/mail', passphrase: 'horse', s3 };
  const first = await back(target);
  expect((await back(target)).freshOctets).toBe(0);
  expect([...storage.objects.keys()].every((name) => name.startsWith('/vault/of my/mail/'))).toBe(true);
  await elsewhere(async (database) => {
    const report = await restore({ target, snapshot: first.id, dataDir: null, settle: false, ...database });
    expect(report.rows).toBe(first.rows);
  });
  await expect(back({ ...target, s3: { ...s3, secretAccessKey: 'other' } })).rejects.toThrow(/403/);
  await storage.stop();
});

test('what lies in S3 storage is in the backup with its octets, and comes back into Postgres', async () => {
  const storage = await startStorage('key', 'hidden');
  const settings = { BLOB_STORE: 's3', BLOB_BUCKET: 's3://mail', BLOB_S3_FROM: '0' };
  const access = { S3_ENDPOINT: storage.endpoint, S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'hidden' };
  Object.assign(process.env, settings, access);
  forgetConfig();
  await letter('far-away');
  await putBlob(randomBytes(600_000)); // several chunks
  expect(storage.objects.size).toBe(2);
  expect(await checkStore()).toEqual([]);
  const target = folderOf(newFolder());
  await back(target);
  await storage.stop();
  for (const name of Object.keys({ ...settings, ...access })) Reflect.deleteProperty(process.env, name);
  forgetConfig();
  await elsewhere(async (database) => {
    expect((await verify({ target, ...database })).faults).toEqual([]);
    expect(await blobFigures()).toMatchObject([{ place: 'postgres', count: 23 }]);
  });
  await rows('delete from blob where store = 2');
  await rows(`delete from email where subject = 'far-away'`);
});

test('the daily one runs once a day, whoever asks, and says how it went', async () => {
  const at = (time: string) => new Date(`2030-05-06T${time}:00Z`);
  expect(dueBefore(at('03:29'), 210)).toEqual(new Date('2030-05-05T03:30:00Z'));
  expect(dueBefore(at('03:30'), 210)).toEqual(at('03:30'));
  const place = newFolder();
  process.env.DATA_DIR = dataDir;
  forgetConfig();
  await setServerState(lastBackupKey, null);
  expect(await runIfDue(place, '0', at('03:00'))).toBe(false); // set up just now
  expect(await runIfDue(place, '0', at('03:31'))).toBe(true);
  expect(await runIfDue(place, '0', at('09:00'))).toBe(false);
  expect(await getServerState<LastBackup>(lastBackupKey)).toMatchObject({ error: null, id: expect.any(String) as string });
  expect(await runIfDue('/dev/null/nowhere/', '0', new Date('2030-05-07T03:30:00Z'))).toBe(true);
  expect((await getServerState<LastBackup>(lastBackupKey))?.error).toMatch(/nowhere|ENOTDIR/);
});

test('messages can be read from what was restored', async () => {
  const target = folderOf(newFolder());
  await back(target);
  const text = await elsewhere(async (database) => {
    await restore({ target, dataDir: null, ...database });
    const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
    await client.connect();
    const { rows } = await client.query<{ blob: Buffer; prefix: Buffer }>(`select blob, prefix from email where subject = 'number-7'`);
    await client.end();
    return rows[0] ? (await readMessage(rows[0])).toString() : '';
  });
  expect(text).toMatch(/^X: y\r\nFrom: alice/);
});

afterAll(() => void delete process.env.DATA_DIR);

test('UIDs survive restart, move, compaction and restore, and none is used again', async () => {
  const carl = (await makeAccount('carl@hamburger.edu', 'hungry')).accountId;
  const [from, to] = await Promise.all((['inbox', 'archive'] as const).map((role) => findMailboxByRole(carl, role)));
  if (!from || !to) throw new Error('carl has no mailboxes');
  const bring = async (text: string) => {
    const bytes = Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`);
    const item = {
      accountId: carl,
      mailboxIds: [from.mailboxId],
      blob: await putBlob(bytes),
      prefix: null,
      rendered: renderMessage(bytes),
    };
    expect((await deliver([item])).ok).toBe(true);
  };
  const seen = async () =>
    Promise.all(
      [from, to].map(async ({ mailboxId }) => {
        const opened = await openMailbox(carl, mailboxId);
        const texts = await Promise.all(
          (await getEmails(carl, opened?.emailIds ?? [])).map(async (email) => String(await readMessage(email))),
        );
        const { uidvalidity } = (await listMailboxes(carl)).find((one) => one.mailboxId === mailboxId) ?? {};
        return { uidvalidity, mail: (opened?.uids ?? []).map((uid, at) => `${uid} ${texts[at]?.split('\r\n')[0]}`) };
      }),
    );
  for (let n = 1; n <= 6; n++) await bring(`letter ${n}`);
  expect(await moveMessages(carl, from.mailboxId, [2, 3], to.mailboxId)).toMatchObject({ ok: true });
  for (const uid of [5, 6]) await storeFlags(carl, from.mailboxId, [uid], { mode: 'add', flags: Flag.deleted, keywords: null });
  expect(await expunge(carl, from.mailboxId, null)).toMatchObject({ ok: true, value: { uids: [5, 6] } });
  const before = await seen();
  expect(before.map(({ uidvalidity }) => uidvalidity)).toEqual([from.uidvalidity, to.uidvalidity]);
  expect(before.map(({ mail }) => mail)).toEqual([
    ['1 Subject: letter 1', '4 Subject: letter 4'],
    ['1 Subject: letter 2', '2 Subject: letter 3'],
  ]);
  // All that upkeep ever takes away is taken away.
  expect(await purge(0)).toBe(2);
  await trimLogs({ days: 0, rows: 0, undoDays: 0 });
  await collectBlobs(-1);
  await closeDatabase();
  expect(await seen()).toEqual(before);
  await bring('letter 7');
  const [later] = await seen();
  expect(later?.mail).toEqual([...(before[0]?.mail ?? []), '7 Subject: letter 7']);
  const target = folderOf(newFolder());
  const whole = await seen();
  await back(target);
  await elsewhere(async (database) => {
    await restore({ target, dataDir: null, ...database });
    expect(await seen()).toEqual(whole);
    await bring('letter 8');
    const uid = (await openMailbox(carl, from.mailboxId))?.uids.at(-1);
    expect(uid).toBeGreaterThan(100_000);
  });
});
