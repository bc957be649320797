import { expect, test } from 'vitest';
import { lastBackupKey } from '#lib/admin/last-backup.ts';
import { forgetConfig } from '#server/config/config.ts';
import { setServerState } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { inboxTexts } from '../../../test/harness/inbox.ts';
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
