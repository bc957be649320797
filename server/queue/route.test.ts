/** Which servers take the mail of a domain, and in which order (RFC 5321 §5.1). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { findRoute } from './route.ts';

let zone: ZoneServer;
const mx = (name: string, preference: number, exchange: string) => ({ name, type: 'MX' as const, data: { preference, exchange } });
const a = (name: string, data: string) => ({ name, type: 'A' as const, data });

beforeAll(async () => {
  zone = await startZoneServer({ records: [] });
  Object.assign(process.env, { MAIL_HOSTNAME: 'mx.crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
});
afterAll(() => zone.stop());
beforeEach(() => {
  zone.records = ['a', 'b', 'c', 'd'].map((name, at) => a(`${name}.far.example`, `192.0.2.${at + 1}`));
  zone.failing.clear();
});

/** The hosts in their order, or the status and words of the failure. */
async function routeTo(domain: string, lots: number[] = []): Promise<string[]> {
  const left = [...lots];
  const found = await findRoute(domain, { now: () => new Date(), random: () => left.shift() ?? 0.5 });
  return found.kind === 'hosts' ? found.hosts.map(({ name }) => name) : [`${found.permanent ? 'never' : 'later'} ${found.status}`];
}

test('by preference, and among equals by lot', async () => {
  zone.records.push(...['a', 'b', 'c'].map((name) => mx('far.example', 10, `${name}.far.example`)), mx('far.example', 5, 'd.far.example'));
  expect(await routeTo('far.example', [0.3, 0.2, 0.1, 0.9])).toEqual(['d', 'c', 'b', 'a'].map((name) => `${name}.far.example`));
  expect(await routeTo('far.example', [0.1, 0.2, 0.3, 0.9])).toEqual(['d', 'a', 'b', 'c'].map((name) => `${name}.far.example`));
  const firsts = new Set<string | undefined>();
  for (let n = 0; n < 100; n++) {
    const found = await findRoute('far.example', { now: () => new Date(), random: Math.random });
    firsts.add(found.kind === 'hosts' ? found.hosts[1]?.name : undefined);
  }
  expect([...firsts].sort()).toEqual(['a.far.example', 'b.far.example', 'c.far.example']);
});

test('without an MX the domain itself; with one of a host that is not there, nobody', async () => {
  zone.records.push(a('plain.example', '192.0.2.9'), mx('gone.example', 10, 'nowhere.example'), a('gone.example', '192.0.2.9'));
  expect(await routeTo('plain.example')).toEqual(['plain.example']);
  expect(await routeTo('gone.example')).toEqual(['never 5.4.4']);
  expect(await routeTo('nothing.example')).toEqual(['never 5.1.2']);
});

test('a null MX is an answer (RFC 7505); beside others it is none', async () => {
  zone.records.push(mx('null.example', 0, '.'), mx('odd.example', 0, '.'), mx('odd.example', 10, 'a.far.example'));
  expect(await routeTo('null.example')).toEqual(['never 5.1.10']);
  expect(await routeTo('odd.example')).toEqual(['a.far.example']);
});

test('from ourselves only to those who are preferred to us, and never to ourselves', async () => {
  zone.records.push(
    mx('backup.example', 5, 'a.far.example'),
    mx('backup.example', 10, 'mx.crepes.fr'),
    mx('backup.example', 20, 'b.far.example'),
  );
  expect(await routeTo('backup.example')).toEqual(['a.far.example']);
  zone.records.push(mx('ours.example', 10, 'MX.crepes.fr.'), mx('ours.example', 20, 'b.far.example'));
  expect(await routeTo('ours.example')).toEqual(['never 5.4.6']);
});

test('trouble of DNS is waited out, unless another server is known', async () => {
  zone.failing.add('troubled.example');
  expect(await routeTo('troubled.example')).toEqual(['later 4.4.3']);
  zone.records.push(
    mx('half.example', 5, 'silent.example'),
    mx('half.example', 10, 'a.far.example'),
    mx('whole.example', 5, 'silent.example'),
  );
  zone.failing.add('silent.example');
  expect(await routeTo('half.example')).toEqual(['a.far.example']);
  expect(await routeTo('whole.example')).toEqual(['later 4.4.3']);
});
