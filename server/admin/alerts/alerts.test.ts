import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { lastBackupKey } from '#lib/admin/last-backup.ts';
import { forgetConfig } from '#server/config/config.ts';
import { database } from '#server/store/database.ts';
import { setServerState } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { makeAuthority } from '../../../test/harness/certificates.ts';
import { inboxTexts } from '../../../test/harness/inbox.ts';
import { queueMessage } from '../../../test/harness/queued.ts';
import { startStorage } from '../../../test/harness/s3-storage.ts';
import { lookForAlerts, openAlerts } from './watch.ts';

const at = (time: string) => new Date(`2030-05-06T${time}:00Z`);

test('told once when it begins, once a day, once when it is over, and to administrators alone', async () => {
  await makeAccount('root@hamburger.edu', 'hungry', { isAdmin: true });
  await makeAccount('bob@hamburger.edu', 'hungry');
  Object.assign(process.env, { BACKUP_TO: '/backups', DATA_DIR: '/tmp' });
  forgetConfig();
  const look = async (now: Date, failedLogIns = 0) => {
    await lookForAlerts({ now, failedLogIns, disk: { free: 50e9, total: 1e12 } }); // of whatever machine this runs on
    return (await inboxTexts('root@hamburger.edu')).length;
  };
  const backup = { begunAt: '2030-05-06T03:30:00Z', endedAt: null, error: null, id: 'x', octets: 1 };
  await setServerState(lastBackupKey, backup);
  expect(await look(at('04:00'))).toBe(0);
  await setServerState(lastBackupKey, { ...backup, error: 'no space left on device\n at …' });
  expect(await look(at('05:00'))).toBe(1);
  expect(await look(at('05:05'))).toBe(1);
  expect((await openAlerts()).backup).toMatchObject({
    since: at('05:00').toISOString(),
    text: expect.stringMatching(/no space left on device$/) as string,
  });
  expect(await look(new Date('2030-05-07T05:00:00Z'))).toBe(2);
  await setServerState(lastBackupKey, { ...backup, begunAt: '2030-05-07T06:00:00Z' });
  expect(await look(new Date('2030-05-07T06:10:00Z'))).toBe(3);
  expect(await openAlerts()).toEqual({});
  expect(await look(new Date('2030-05-07T06:15:00Z'), 500)).toBe(4);
  expect((await inboxTexts('root@hamburger.edu')).at(-1)).toMatch(/Auto-Submitted: auto-generated\r\n[^]*500 log-ins failed/);
  expect(await look(new Date('2030-05-10T06:15:00Z'))).toBe(5); // log-ins are over, and no backup was made for three days
  expect((await inboxTexts('root@hamburger.edu')).at(-1)).toMatch(/It is over[^]*none was made since|none was made since[^]*It is over/);
  expect(await inboxTexts('bob@hamburger.edu')).toEqual([]);
  for (const name of ['BACKUP_TO', 'DATA_DIR']) Reflect.deleteProperty(process.env, name);
  forgetConfig();
});

const ample = { free: 50e9, total: 1e12 };
const lastLetter = async (email: string) => (await inboxTexts(email)).at(-1);

test('a disk that fills up is told while there is room to tell it', async () => {
  await makeAccount('disk@hamburger.edu', 'hungry', { isAdmin: true });
  const look = (free: number, total: number) => lookForAlerts({ now: new Date(), failedLogIns: 0, disk: { free, total } });
  expect(await look(11e9, 1e12)).not.toHaveProperty('disk'); // a small share of a large disk
  expect(await look(1.5e9, 20e9)).toHaveProperty('disk');
  expect(await lastLetter('disk@hamburger.edu')).toContain('has 1.4 GB left');
  expect(await look(4e9, 100e9)).toHaveProperty('disk');
  expect(await look(50e9, 100e9)).not.toHaveProperty('disk');
  expect(await lastLetter('disk@hamburger.edu')).toContain('It is over');
});

test('a queue that does not move is told, a single message that waits is not', async () => {
  await makeAccount('queue@hamburger.edu', 'hungry', { isAdmin: true });
  const look = () => lookForAlerts({ now: new Date(), failedLogIns: 0, disk: ample });
  const age = () => database().pool.query("update queue_message set created_at = now() - interval '5 hours'");
  await queueMessage({ from: 'queue@hamburger.edu', to: 'x@slow.example', subject: 'One' });
  await age();
  expect(await look()).not.toHaveProperty('queue');
  for (let made = 1; made < 10; made++) await queueMessage({ from: 'queue@hamburger.edu', to: `x${made}@slow.example`, subject: 'More' });
  expect(await look()).toHaveProperty('queue');
  expect(await lastLetter('queue@hamburger.edu')).toContain('10 recipients wait in the queue, the oldest for 5 hours');
});

test('storage that is away is told, and that it is back', async () => {
  await makeAccount('storage@hamburger.edu', 'hungry', { isAdmin: true });
  const storage = await startStorage('key', 'hidden');
  const settings = { BLOB_BUCKET: 's3://mail', S3_ENDPOINT: storage.endpoint, S3_ACCESS_KEY_ID: 'key', S3_SECRET_ACCESS_KEY: 'hidden' };
  Object.assign(process.env, settings);
  forgetConfig();
  const look = () => lookForAlerts({ now: new Date(), failedLogIns: 0, disk: ample });
  expect(await look()).not.toHaveProperty('storage');
  storage.away = true;
  expect((await look()).storage?.text).toMatch(/^Messages that lie in S3 storage cannot be read.* failed with 503/);
  storage.away = false;
  expect(await look()).not.toHaveProperty('storage');
  expect(await lastLetter('storage@hamburger.edu')).toContain('It is over');
  await storage.stop();
  for (const name of Object.keys(settings)) Reflect.deleteProperty(process.env, name);
  forgetConfig();
});

test('a certificate is told two weeks before it ends, and when it has', async () => {
  await makeAccount('cert@hamburger.edu', 'hungry', { isAdmin: true });
  const folder = await mkdtemp(path.join(tmpdir(), 'posthorn-alert-'));
  const { issue } = await makeAuthority();
  const show = async (expired: boolean) => {
    const { cert, key } = await issue({ names: ['mail.hamburger.edu'], expired });
    Object.assign(process.env, { TLS_CERT: path.join(folder, 'cert.pem'), TLS_KEY: path.join(folder, 'key.pem') });
    await writeFile(path.join(folder, 'cert.pem'), cert);
    await writeFile(path.join(folder, 'key.pem'), key);
    forgetConfig();
  };
  const look = (now: Date) => lookForAlerts({ now, failedLogIns: 0, disk: ample });
  await show(false); // it has ten days left
  expect(await look(new Date(Date.now() - 5 * 86_400_000))).not.toHaveProperty('certificate');
  expect(await look(new Date())).toHaveProperty('certificate');
  expect(await lastLetter('cert@hamburger.edu')).toMatch(/The certificate ends on .*: renew it/);
  await show(true);
  expect((await look(new Date(Date.now() + 2 * 86_400_000))).certificate?.text).toMatch(/^The certificate has ended on /);
  expect(await lastLetter('cert@hamburger.edu')).toContain('The certificate has ended on');
  for (const name of ['TLS_CERT', 'TLS_KEY']) Reflect.deleteProperty(process.env, name);
  forgetConfig();
  await rm(folder, { recursive: true });
});
