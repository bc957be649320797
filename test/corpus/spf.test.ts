/** The test suite of openspf.org for RFC 7208, whole: results and explanations, over the evaluator that judges incoming mail. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { spf } from 'mailauth';
import { parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';

const file = path.resolve(import.meta.dirname, '../../../shared/corpus/auth/spf-rfc7208/rfc7208-tests.yml');

type ZoneRecord = 'TIMEOUT' | Record<string, string | string[] | [number, string]>;
interface Scenario {
  description: string;
  tests: Record<string, { helo: string; host: string; mailfrom: string; result: string | string[]; explanation?: string }>;
  zonedata: Record<string, ZoneRecord[]>;
}
const scenarios = parseAllDocuments(readFileSync(file, 'utf8'))
  .map((document) => document.toJS() as Scenario | null)
  .filter((scenario) => scenario !== null);

const fault = (code: string) => Object.assign(new Error(code), { code });

/** The suite's zone as a resolver. Records of type SPF stand for TXT where a name has no TXT of its own (see the head of the suite). */
function resolverOf(zonedata: Scenario['zonedata']) {
  const zone = new Map(Object.entries(zonedata ?? {}).map(([name, records]) => [name.toLowerCase(), records]));
  const resolve = async (name: string, type: string): Promise<string[][]> => {
    const records = zone.get(name.toLowerCase().replace(/\.$/, ''));
    if (!records) throw fault('ENOTFOUND');
    const own = records.some((record) => record !== 'TIMEOUT' && 'TXT' in record);
    const found: unknown[] = [];
    for (const record of records) {
      if (record === 'TIMEOUT') continue;
      for (const [key, data] of Object.entries(record)) {
        if (key === 'CNAME') return resolve(String(data), type);
        if ((key === 'SPF' && !own ? 'TXT' : key) !== type || data === 'NONE') continue;
        if (data === 'TIMEOUT') throw fault('ETIMEOUT');
        if (type === 'TXT') found.push([data].flat());
        else found.push(type === 'MX' ? { priority: data[0], exchange: data[1] } : data);
      }
    }
    if (found.length > 0) return found as string[][];
    throw fault(records.includes('TIMEOUT') ? 'ETIMEOUT' : 'ENODATA');
  };
  return resolve;
}

test('the whole suite is here', () => {
  expect(scenarios.flatMap(({ tests }) => Object.keys(tests))).toHaveLength(203);
});

describe.each(scenarios)('$description', ({ tests, zonedata }) => {
  test.each(Object.entries(tests))('%s', async (_, { helo, host, mailfrom, result, explanation }) => {
    const found = await spf({ ip: host, helo, sender: mailfrom, mta: 'receiver.example', resolver: resolverOf(zonedata), strict: true });
    expect([result].flat()).toContain(found.status.result);
    // DEFAULT stands for the receiver's own words: there is no explanation of the domain's.
    // The suite, older than RFC 7208, writes the digits of an IPv6 address in upper case; RFC 7208 §7.4 has them in lower case.
    if (explanation && explanation !== 'DEFAULT') expect(found.explanation?.toLowerCase()).toBe(explanation.toLowerCase());
    if (explanation === 'DEFAULT') expect(found.explanation).toBeUndefined();
  });
});
