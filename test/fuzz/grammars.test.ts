/** Damaged IMAP commands, POP3 lines and Sieve scripts never throw anything but the refusal that is said to the client. FUZZ_LINES makes it longer. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parseNewMessages } from '#lib/imap/requests/append-request.ts';
import { Cursor, SyntaxProblem } from '#lib/imap/wire/cursor.ts';
import { parseFetchItems } from '#lib/imap/requests/fetch-items.ts';
import { parseFetchModifiers } from '#lib/imap/requests/fetch-modifiers.ts';
import { parseList } from '#lib/imap/requests/list-options.ts';
import { parseEntries, parseMetadataChanges } from '#lib/imap/requests/metadata-request.ts';
import { parseNotify, UnknownEvent } from '#lib/imap/requests/notify-request.ts';
import { parseSearch } from '#lib/imap/requests/search-request.ts';
import { parseSelectOptions } from '#lib/imap/requests/select-options.ts';
import { parseSequenceSet } from '#lib/imap/wire/sequence-set.ts';
import { parseSortCriteria } from '#lib/imap/requests/sort-criteria.ts';
import { parseStatusItems } from '#lib/imap/requests/status-items.ts';
import { readCommandLine, readNumbers } from '#lib/pop3/command-line.ts';
import { parseScript } from '#lib/sieve/syntax/parse.ts';
import { generator, mutate } from '../harness/mutations.ts';

const rounds = Number(process.env.FUZZ_LINES ?? 20_000);
const folder = path.resolve(import.meta.dirname, '../transcripts/imap');
const spoken = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.txt'))
  .flatMap((name) =>
    [...readFileSync(path.join(folder, name), 'latin1').matchAll(/^C\d?: \w+ (?:UID )?\w+ (.*)$/gm)].map(([, rest = '']) => rest),
  );

const rules: ((cursor: Cursor) => unknown)[] = [
  ...[parseSearch, parseFetchItems, parseFetchModifiers, parseList, parseNotify, parseSelectOptions, parseSequenceSet, parseSortCriteria],
  ...[parseStatusItems, parseNewMessages, parseEntries, parseMetadataChanges],
  (cursor) => cursor.astring(),
];

test('IMAP', () => {
  const random = generator(1);
  let understood = 0;
  for (let n = 0; n < rounds; n++) {
    const text = mutate(spoken[Math.floor(random() * spoken.length)] ?? '', random);
    for (const rule of rules) {
      try {
        rule(new Cursor({ text, literals: [] }, 50, random() < 0.5));
        understood++;
      } catch (error) {
        if (!(error instanceof SyntaxProblem || error instanceof UnknownEvent)) throw new Error(JSON.stringify(text), { cause: error });
      }
    }
  }
  expect(understood).toBeGreaterThan(rounds / 10); // else nothing deep was reached
});

test('POP3', () => {
  const random = generator(2);
  for (let n = 0; n < rounds; n++) {
    const line = mutate('TOP 12 34', random);
    const { name, argument } = readCommandLine(Buffer.from(line, 'latin1'));
    expect(name).toBe(name.toUpperCase());
    const numbers = readNumbers(argument);
    if (numbers) expect(numbers.every(Number.isInteger)).toBe(true);
  }
});

const scripts = [
  'require ["fileinto", "envelope", "subaddress"];\nif envelope :detail "to" "mta-filters" { fileinto "inbox.ietf-mta-filters"; }\n',
  'if anyof (header :contains ["From"] "coyote", not exists ["Date", "Subject"]) { discard; stop; } elsif size :over 100K { keep; } else { redirect "a@x"; }\n',
  'require ["variables", "vacation"];\nset :lower :quotewildcard "a" "b*${1}";\nvacation :days 7 :addresses ["a@x"] text:\n..dot\nhello\n.\n;\n# comment\n/* another */\n',
];

test('Sieve', () => {
  const random = generator(3);
  let whole = 0;
  for (let n = 0; n < rounds; n++) {
    const script = mutate(scripts[n % scripts.length] ?? '', random);
    const parsed = parseScript(script);
    if (parsed.ok) whole++;
    else expect(parsed.error).toBeDefined();
  }
  expect(whole).toBeGreaterThan(0);
  expect(parseScript(`if ${'not '.repeat(100_000)}true { keep; }`).ok).toBe(false);
  expect(parseScript(`if ${'allof('.repeat(100_000)}`).ok).toBe(false);
});
