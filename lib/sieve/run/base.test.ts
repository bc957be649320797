/** RFC 5228, with the examples of its text. */
import { describe, expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { holds, outcome, tryScript } from './try-script.ts';

const run = (script: string, message?: string) => outcome(tryScript(script, message));
const wrong = (script: string) => {
  const checked = checkScript(script);
  return checked.ok ? null : `${checked.error.line}: ${checked.error.message}`;
};

describe('control and actions (§3, §4)', () => {
  test('a script that does nothing keeps', () => {
    expect(run('')).toBe('keep');
    expect(run('if false { discard; }')).toBe('keep');
  });
  test('if, elsif, else', () => {
    const script = `require "fileinto";
      if header :contains "from" "coyote" { discard; }
      elsif header :contains ["subject"] ["$$$"] { discard; }
      else { fileinto "INBOX.other"; }`;
    expect(run(script)).toBe('discard');
    expect(run(script, 'From: a@b\r\nSubject: $$$ money\r\n\r\n')).toBe('discard');
    expect(run(script, 'From: a@b\r\n\r\n')).toBe('file INBOX.other');
    expect(run('if true { } elsif true { discard; } else { discard; }')).toBe('keep');
    expect(run('if false { } elsif false { discard; } elsif true { redirect "a@b.example"; } else { discard; }')).toBe(
      'redirect a@b.example',
    );
  });
  test('§3.3 stop; §4: each action', () => {
    expect(run('require "fileinto"; if header "from" "coyote@desert.example.org" { fileinto "x"; stop; } discard;')).toBe('file x');
    expect(run('redirect "bart@example.com";')).toBe('redirect bart@example.com');
    expect(run('keep; discard;')).toBe('keep');
    expect(run('redirect "a@example.com"; redirect "A@example.com"; keep; keep;')).toBe('redirect a@example.com; keep');
    expect(run('require ["fileinto", "copy"]; fileinto :copy "x"; redirect :copy "a@example.com";')).toBe(
      'keep; file x; redirect a@example.com',
    );
  });
  test('the example of §9', () => {
    const script = `
      require ["fileinto"];
      if header :is "Sender" "owner-ietf-mta-filters@imc.org" { fileinto "filter"; }
      elsif address :DOMAIN :is ["From", "To"] "example.com" { keep; }
      elsif anyof (NOT address :all :contains ["To", "Cc", "Bcc"] "me@example.com",
                   header :matches "subject" ["*make*money*fast*", "*university*dipl*mas*"]) { fileinto "spam"; }
      else { fileinto "personal"; }`;
    expect(run(script, 'Sender: owner-ietf-mta-filters@imc.org\r\n\r\n')).toBe('file filter');
    expect(run(script, 'From: a@example.com\r\n\r\n')).toBe('keep');
    expect(run(script, 'From: a@b.org\r\nTo: you@y.org\r\nSubject: Make QUICK money real FAST\r\n\r\n')).toBe('file spam');
    expect(run(script, 'From: a@b.org\r\nTo: me@example.com\r\nSubject: hello\r\n\r\n')).toBe('keep'); // the domain of To
    expect(run(script, 'From: a@b.org\r\nCc: me@example.com\r\nTo: x@y.org\r\nSubject: hello\r\n\r\n')).toBe('file personal');
  });
});

describe('tests (§5)', () => {
  test.each([
    ['address :is :all "from" "coyote@desert.example.org"', true],
    ['address :is :domain "from" "DESERT.example.org"', true],
    ['address :is :localpart "cc" "elmer"', true],
    ['address :is "cc" "Bugs"', false],
    ['header :contains "cc" "Bugs"', true],
    ['exists ["From", "Date"]', true],
    ['exists ["From", "X-Nothing"]', false],
    ['header :is "x-priority" ""', false],
    ['header :contains "x-priority" ""', true],
    ['header :is "X-Nothing" ""', false],
    ['size :over 100', true],
    ['size :over 1M', false],
    ['size :under 1K', true],
    ['allof (true, not false)', true],
    ['anyof (false, false)', false],
    ['header :comparator "i;octet" :is "subject" "i have a present for you"', false],
    ['header :matches "subject" "i ???? a *nt*you"', true],
    ['header :matches "subject" "i \\\\* a"', false],
  ])('%s is %s', (condition, expected) => {
    expect(holds(condition)).toBe(expected);
  });
  test('size of exactly that many octets is neither over nor under', () => {
    const message = 'A: b\r\n\r\n12345678\r\n'; // 18 octets
    expect(holds('size :over 18', [], message)).toBe(false);
    expect(holds('size :under 18', [], message)).toBe(false);
    expect(holds('size :over 17', [], message)).toBe(true);
  });
  test('§5.4 envelope, with the null sender', () => {
    expect(holds('envelope :all :is "from" "coyote@desert.example.org"', ['envelope'])).toBe(true);
    expect(holds('envelope :localpart "to" "roadrunner+acme"', ['envelope'])).toBe(true);
    expect(holds('envelope "from" ""', ['envelope'], undefined, { envelopeFrom: '' })).toBe(true);
    expect(holds('envelope :domain "from" ""', ['envelope'], undefined, { envelopeFrom: '' })).toBe(true);
  });
  test('§2.4.2.2: encoded words are decoded, folding undone', () => {
    const message = 'Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\n  aus Wien \r\n\r\n';
    expect(holds('header :is "subject" "Grüße  aus Wien"', [], message)).toBe(true);
  });
  test('§2.4.2.4 encoded-character, its own examples', () => {
    const matches = (text: string, value: string) => holds(`header :is "x" "${text}"`, ['encoded-character'], `X: ${value}\r\n\r\n`);
    expect(matches('$${hex:40}', '$@')).toBe(true);
    expect(matches('${hex: 40 }', '@')).toBe(true);
    expect(matches('${HEX: 40}', '@')).toBe(true);
    expect(matches('${hex:40', '${hex:40')).toBe(true);
    expect(matches('${hex:400}', '${hex:400}')).toBe(true);
    expect(matches('${hex:4${hex:30}}', '${hex:40}')).toBe(true);
    expect(matches('${unicode:40}', '@')).toBe(true);
    expect(matches('${ unicode:40}', '${ unicode:40}')).toBe(true);
    expect(matches('${Unicode:0040}', '@')).toBe(true);
    expect(wrong('require "encoded-character"; redirect "${unicode:D800}";')).toMatch(/is no character/);
    expect(wrong('require "encoded-character"; keep; if header "a" "${unicode:200000}" {}')).toMatch(/is no character/);
  });
});

describe('what is refused before it runs (§2.10.5, §3.2)', () => {
  test.each([
    ['keep; require "fileinto";', '1: "require" must stand in front of all other commands.'],
    ['require "teleport";', '1: require: "teleport" is not supported here.'],
    ['\nfileinto "a";', '2: "fileinto" needs require "fileinto".'],
    ['else { keep; }', '1: "else" must follow the block of an "if" or "elsif".'],
    ['if true { keep; } else { } else { }', '1: "else" must follow the block of an "if" or "elsif".'],
    ['frobnicate;', '1: There is no command "frobnicate".'],
    ['if frob { keep; }', '1: There is no test "frob".'],
    ['if size 10 { keep; }', '1: "size" takes no argument, not 1.'],
    ['if size { keep; }', '1: "size" needs :over or :under.'],
    ['if header :is :contains "a" "b" { }', '1: :contains contradicts another tag of "header".'],
    ['if header :count "gt" "a" "1" { }', '1: :count needs require "relational".'],
    ['if header :comparator "i;x" "a" "b" { }', '1: There is no comparator "i;x".'],
    [
      'if header :comparator "i;ascii-numeric" "a" "1" { }',
      '1: The comparator "i;ascii-numeric" needs require "comparator-i;ascii-numeric".',
    ],
    ['if header "a:b" "c" { }', '1: "a:b" cannot be the name of a header field.'],
    ['redirect "nobody";', '1: "nobody" is not an address.'],
    ['redirect ["a@b.c"];', '1: Argument 1 of "redirect" must be a string.'],
    ['redirect;', '1: "redirect" takes 1 argument (a string), not 0.'],
    ['keep { }', '1: "keep" takes no block: a ";" is missing.'],
    ['if true;', '1: "if" needs a block in braces.'],
    ['require "envelope"; if envelope "auth" "x" { }', '1: There is no part "auth" of an envelope: "from" and "to" are.'],
    ['require "fileinto"; fileinto "a//b";', '1: "a//b" cannot be the name of a mailbox.'],
    ['keep :flags "x";', '1: :flags needs require "imap4flags".'],
    ['keep :frob;', '1: "keep" has no :frob.'],
  ])('%s', (script, expected) => {
    expect(wrong(script)).toBe(expected);
  });
});

describe('limits of a run', () => {
  test('time: a pattern made to be tried forever', () => {
    const message = `X: ${'a'.repeat(60_000)}\r\n\r\n`;
    const before = process.cpuUsage().user;
    const keys = Array.from({ length: 500 }, (_, index) => `"${'*a'.repeat(40)}*b${index}"`).join(', ');
    expect(run(`if header :matches "x" [${keys}] { discard; }`, message)).toBe('line 0: The script took too long for this message.');
    expect(process.cpuUsage().user - before).toBeLessThan(10_000_000); // microseconds of processor, not of the clock
  });
  test('redirects and actions', () => {
    const redirects = [1, 2, 3, 4, 5, 6].map((number) => `redirect "a${number}@example.com";`).join('');
    expect(run(redirects)).toMatch(/redirected to 5 addresses at most/);
    const files = Array.from({ length: 40 }, (_, index) => `fileinto "f${index}";`).join('');
    expect(run(`require "fileinto"; ${files}`)).toMatch(/More than 32 actions/);
  });
});
