/** Rules of the specifications that are easily passed over, each with its section. */
import { expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { holds, outcome, sampleMessage, tryScript } from './try-script.ts';

const run = (script: string, message?: string, more = {}) => outcome(tryScript(script, message, more));
const wrong = (script: string): string => {
  const checked = checkScript(script);
  return checked.ok ? 'no error' : checked.error.message;
};

test('RFC 5228 §2.4.2: a line of several that begins with one dot keeps it', () => {
  const subject = (value: string) => `Subject: x\r\nX-Dots: ${value}\r\n\r\n`;
  const script = (line: string) => `require ["variables", "reject"];\nreject text:\n${line}\n.\n;`;
  expect(run(script('.foo'), subject('x'))).toBe('reject .foo\r\n');
  expect(run(script('..foo'), subject('x'))).toBe('reject .foo\r\n');
  expect(run(script('..'), subject('x'))).toBe('reject .\r\n');
});

test('RFC 5228 §2.4.2.4: pairs of one digit, characters divided among octets, and nothing decoded twice', () => {
  const decoded = (text: string) => run(`require ["encoded-character", "reject"]; reject "${text}";`).replace(/^reject /, '');
  expect(decoded('${hex:9 41}')).toBe('\tA');
  expect(decoded('cr${hex:c3}${hex:aa}pe')).toBe('crêpe');
  expect(decoded('${hex:24 7b}unicode:40}')).toBe('${unicode:40}');
  expect(decoded('${hex:24}{hex:40}')).toBe('${hex:40}');
  expect(decoded('${unicode:1F4EF 0040}${hex:}${unicode:}')).toBe('📯@${hex:}${unicode:}');
  expect(wrong('require "encoded-character"; redirect "${unicode:200000}";')).toMatch(/is no character/);
});

test('RFC 5228 §5.1: "address" is for fields of addresses', () => {
  for (const name of ['subject', 'Received', 'List-Id', 'message-id'])
    expect(wrong(`if address "${name}" "x@y.example" { discard; }`)).toMatch(/holds no addresses/);
  for (const name of ['from', 'Resent-To', 'reply-to', 'x-original-to', 'return-path'])
    expect(wrong(`if address "${name}" "x@y.example" { discard; }`)).toBe('no error');
});

test('RFC 5229 §3, RFC 6609 §3.4.2: a name space must have been required', () => {
  expect(wrong('require ["variables", "fileinto"]; fileinto "${other.name}";')).toMatch(/name space/);
  expect(wrong('require ["variables", "fileinto"]; fileinto "${global.name}";')).toMatch(/name space/);
  expect(wrong('require ["variables", "include", "fileinto"]; fileinto "${global.name}";')).toBe('no error');
  expect(wrong('require ["variables", "include", "fileinto"]; fileinto "${global.12}";')).toMatch(/name space/);
  expect(wrong('require "fileinto"; fileinto "${other.name}";')).toBe('no error');
});

test('RFC 5231 §4: relations in either case', () => {
  const requires = ['relational', 'comparator-i;ascii-numeric'];
  expect(holds('header :value "GE" :comparator "i;ascii-numeric" "x-priority" "3"', requires)).toBe(true);
  expect(holds('header :count "Eq" :comparator "i;ascii-numeric" "x-priority" "2"', requires)).toBe(false);
});

test('RFC 5232 §1: a variable of flags needs the extension, also to be asked for', () => {
  for (const line of ['setflag "own" "a";', 'addflag "own" "a";', 'removeflag "own" "a";', 'if hasflag "own" "a" { discard; }']) {
    expect(wrong(`require "imap4flags"; ${line}`)).toMatch(/only with require "variables"/);
    expect(wrong(`require ["imap4flags", "variables"]; ${line}`)).toBe('no error');
  }
});

test('RFC 5260 §4.2: iso8601 says Z at an offset of zero', () => {
  expect(holds('date :zone "+0000" "date" "iso8601" "1997-04-01T17:06:31Z"', ['date'])).toBe(true);
  expect(holds('date :zone "-0000" "date" "iso8601" "1997-04-01T17:06:31+00:00"', ['date'])).toBe(false);
});

test('RFC 5293 §4: a value that is too long is an error, and not cut', () => {
  const long = 'x'.repeat(8193);
  expect(run(`require "editheader"; addheader "X-Long" "${long}";`)).toMatch(/^line 1: A header field of more than 8192/);
  expect(run(`require "editheader"; addheader "X-Long" "${long.slice(1)}";`)).toBe('keep');
});

test('RFC 6609 §3.1: with :once a script that is running is included already', () => {
  const scripts = new Map([
    ['inner', 'require "include"; include :once "script"; include :once "inner"; discard;'],
    ['script', ''],
  ]);
  expect(run('require "include"; include "inner";', sampleMessage, { scripts })).toBe('discard');
  const again = new Map([
    ['inner', 'require "include"; include "script";'],
    ['script', ''],
  ]);
  expect(run('require "include"; include "inner";', sampleMessage, { scripts: again })).toMatch(/includes itself/);
});

test('RFC 6609 §3.4.1: what "global" may name, and when', () => {
  expect(wrong('require "include"; global "a";')).toMatch(/needs require "variables"/);
  expect(wrong('require ["include", "variables"]; global "global.a";')).toMatch(/cannot be the name of a global variable/);
  expect(run('require ["include", "variables"]; set "a" "x"; global "a";')).toMatch(/was set before it was declared global/);
  expect(run('require ["include", "variables"]; global "a"; set "a" "x"; global "a"; discard;')).toBe('discard');
});
