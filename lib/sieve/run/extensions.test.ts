/** The extensions, each with the examples of its RFC. */
import { describe, expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { editedMessage, SieveMessage } from './message.ts';
import { readMailto } from './mailto.ts';
import { seenKey } from './environment.ts';
import { holds, outcome, sampleMessage, tryScript } from './try-script.ts';

const run = (script: string, message?: string, more?: Parameters<typeof tryScript>[2]) => outcome(tryScript(script, message, more));
const wrong = (script: string) => {
  const checked = checkScript(script);
  return checked.ok ? null : checked.error.message;
};

describe('variables (RFC 5229)', () => {
  const value = (commands: string, text: string, message?: string) =>
    run(`require ["variables", "fileinto"];\n${commands}\nfileinto "${text}";`, message).replace(/^file /, '');
  test('§3: references, and what is none', () => {
    expect(value('set "company" "ACME";', 'The &%${}!')).toBe('The &%${}!');
    expect(value('set "company" "ACME";', '${company}')).toBe('ACME');
    expect(value('set "company" "ACME";', 'you${unknown}you')).toBe('youyou');
    expect(value('set "company" "ACME";', '${COMPANY}${President, ${Company} Inc.}')).toBe('ACME${President, ACME Inc.}');
    expect(value('set "a" "x"; set "a" "${a}y${a}";', '${a}')).toBe('xyx');
  });
  test('§3.2: match variables, each as short as can be', () => {
    const message = 'List-ID: The list <filters.ietf.example>\r\nSubject: [acme-users] [fwd] version 1.0 is out\r\n\r\n';
    expect(
      value('if header :matches "List-ID" "*<*@*" { set "x" "no"; } if header :matches "List-ID" "*<*.*>" {}', '${1}|${2}|${3}', message),
    ).toBe('The list |filters|ietf.example');
    expect(value('if header :matches "Subject" "[*] *" { set "s" "${1}: ${2}"; }', '${s}', message)).toBe(
      'acme-users: [fwd] version 1.0 is out',
    );
    expect(value('if string :matches "foobar" "f?o*" { }', '${0}-${1}-${2}-${3}')).toBe('foobar-o-bar-');
    // A test that fails leaves them as they are.
    expect(value('if string :matches "ab" "?b" { } if string :matches "zz" "*q" { }', '${1}')).toBe('a');
  });
  test('§4.1: modifiers', () => {
    const set = (tags: string, text: string) => value(`set "a" "juMBlEd lETteRS"; set ${tags} "b" "${text}";`, '${b}');
    expect(set('', '${a}')).toBe('juMBlEd lETteRS');
    expect(set(':length', '${a}')).toBe('15');
    expect(set(':lower', '${a}')).toBe('jumbled letters');
    expect(set(':upperfirst', '${a}')).toBe('JuMBlEd lETteRS');
    expect(set(':upperfirst :lower', '${a}')).toBe('Jumbled letters');
    expect(set(':quotewildcard', 'Rock*')).toBe('Rock\\*');
    expect(wrong('require "variables"; set :lower :upper "a" "b";')).toMatch(/contradicts/);
    expect(wrong('require "variables"; set "1a" "b";')).toMatch(/name of a variable/);
  });
  test('§5: string', () => {
    expect(
      run('require ["variables", "relational", "comparator-i;ascii-numeric"]; set "state" "x"; if string :is "${state}" "x" { discard; }'),
    ).toBe('discard');
    expect(
      run(
        'require ["variables", "relational", "comparator-i;ascii-numeric"]; if string :count "eq" :comparator "i;ascii-numeric" ["a", "", "b"] "2" { discard; }',
      ),
    ).toBe('discard');
  });
});

test('relational (RFC 5231) with numbers (RFC 4790)', () => {
  const requires = ['relational', 'comparator-i;ascii-numeric'];
  expect(holds('header :value "lt" :comparator "i;ascii-numeric" ["x-priority"] ["4"]', requires)).toBe(true);
  expect(holds('header :value "gt" :comparator "i;ascii-numeric" ["x-priority"] ["10"]', requires)).toBe(false);
  expect(holds('header :value "gt" ["x-priority"] ["10"]', requires)).toBe(true); // as text
  expect(holds('address :count "ge" :comparator "i;ascii-numeric" ["to", "cc"] ["3"]', requires)).toBe(true);
  expect(holds('address :count "gt" :comparator "i;ascii-numeric" ["to", "cc"] ["3"]', requires)).toBe(false);
  expect(holds('header :count "eq" :comparator "i;ascii-numeric" ["received"] ["1"]', requires)).toBe(true);
  // Text without a digit in front is more than every number.
  expect(holds('header :value "gt" :comparator "i;ascii-numeric" "subject" "99999999999999999999"', requires)).toBe(true);
});

test('subaddress (RFC 5233)', () => {
  expect(holds('envelope :detail "to" "acme"', ['envelope', 'subaddress'])).toBe(true);
  expect(holds('envelope :user "to" "roadrunner"', ['envelope', 'subaddress'])).toBe(true);
  expect(holds('address :detail "cc" "carrots"', ['subaddress'])).toBe(true);
  // §4: no separator: there is no detail; a separator and nothing behind it: it is empty.
  expect(holds('address :detail "to" ""', ['subaddress'])).toBe(false);
  expect(holds('address :detail "to" ""', ['subaddress'], 'To: a+@b.c\r\n\r\n')).toBe(true);
});

describe('imap4flags (RFC 5232)', () => {
  const flags = (commands: string) => run(`require ["imap4flags", "fileinto", "variables", "relational"];\n${commands}`);
  test('§3: set, add, remove, and the flags of what is filed', () => {
    expect(flags('setflag "\\\\Deleted"; fileinto "x";')).toBe('file x [\\Deleted]');
    expect(flags('setflag ["\\\\Flagged", "\\\\Seen \\\\FLAGGED"]; keep;')).toBe('keep [\\Flagged \\Seen]');
    expect(flags('addflag "a"; addflag ["b", "A"]; removeflag "a";')).toBe('keep [b]');
    expect(flags('addflag "a"; keep :flags "c d";')).toBe('keep [c d]');
    expect(flags('setflag "v" "x y"; addflag "v" "z"; removeflag "v" "x"; keep :flags "${v}";')).toBe('keep [y z]');
  });
  test('§4: hasflag, its own examples', () => {
    const is = (setting: string, test: string) => flags(`${setting} if ${test} { discard; }`) === 'discard';
    expect(is('setflag "MyVar" "A B";', 'hasflag "MyVar" ["b", "C"]')).toBe(true);
    expect(is('setflag "MyVar" "A B";', 'hasflag :contains "MyVar" "x"')).toBe(false);
    expect(
      is('set "MyVar" "NonJunk Junk gnus-forward $Forwarded NotJunk JunkRecorded $Junk $NotJunk";', 'hasflag :contains "MyVar" "forward"'),
    ).toBe(true);
    expect(is('set "MyVar" "NonJunk Junk";', 'hasflag :contains "MyVar" "label"')).toBe(false);
    expect(is('set "MyFlags" "A B";', 'hasflag :count "ge" :comparator "i;ascii-casemap" "MyFlags" "2"')).toBe(true);
    expect(is('addflag "\\\\Seen";', 'hasflag "\\\\seen"')).toBe(true);
  });
});

describe('body (RFC 5173)', () => {
  const message = [
    'From: Whomever',
    'To: Someone',
    'Date: Whenever',
    'Subject: whatever',
    'Content-Type: multipart/mixed; boundary=outer',
    '',
    '& This is a multi-part message in MIME format.',
    '&',
    '--outer',
    'Content-Type: multipart/alternative; boundary=inner',
    '',
    '& This is a nested multi-part message in MIME format.',
    '&',
    '--inner',
    'Content-Type: text/plain; charset="us-ascii"',
    '',
    '$ Hello',
    '$',
    '--inner',
    'Content-Type: text/html; charset="us-ascii"',
    '',
    '% <html><body>Hello</body></html>',
    '%',
    '--inner--',
    '&',
    '& This is the end of the inner MIME multipart.',
    '&',
    '--outer',
    'Content-Type: message/rfc822',
    '',
    'From: Someone Else', // the signs of the RFC left out: they would be no header
    'Subject: hello request',
    '',
    '$ Please say Hello',
    '$',
    '--outer--',
    '&',
    '& This is the end of the outer MIME multipart.',
    '',
  ].join('\r\n');
  test.each([
    ['body :content "multipart" :contains "MIME"', true],
    ['body :content "text/plain" :contains "Hello"', true],
    ['body :content "text/html" :contains "$"', false],
    ['body :content "text" :contains "%"', true],
    ['body :content "text" :contains "&"', false],
    ['body :content "message/rfc822" :contains "hello request"', true],
    ['body :raw :contains "<html>"', true],
    ['body :text :contains "<html>"', false],
    ['body :contains "please say hello"', true],
    ['body :content "audio/mp3" :contains ""', false],
    ['body :content "" :contains "Hello"', true],
  ])('%s is %s', (condition, expected) => {
    expect(holds(condition, ['body'], message)).toBe(expected);
  });
  test('transfer encodings and charsets are undone; match variables stay', () => {
    const coded = 'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n';
    expect(holds('body :contains "grüße"', ['body', 'comparator-i;unicode-casemap'], coded)).toBe(true);
    expect(
      run('require ["body", "variables", "fileinto"]; if string :matches "a" "?" {} if body :matches "*anvil*" { fileinto "${1}"; }'),
    ).toBe('file a');
  });
});

describe('date and index (RFC 5260)', () => {
  const requires = ['date', 'relational', 'index'];
  test.each([
    ['date :originalzone "date" "date" "1997-04-01"', true],
    ['date :originalzone "date" "zone" "-0800"', true],
    ['date :originalzone "date" "hour" "09"', true],
    ['date :zone "+0000" "date" "hour" "17"', true],
    ['date "date" "time" "18:06:31"', true], // the account is an hour east
    ['date :zone "-0500" "received" "iso8601" "1997-04-01T12:06:31-05:00"', true],
    ['date :zone "+0000" "date" "julian" "50539"', true],
    ['date :zone "+0000" "date" "weekday" "2"', true],
    ['date :originalzone "date" "std11" "Tue, 01 Apr 1997 09:06:31 -0800"', true],
    ['date :value "ge" "date" "year" "1998"', false],
    ['date "x-nothing" "year" "1997"', false],
    ['currentdate "date" "2026-11-21"', true],
    ['currentdate :value "ge" "hour" "11"', true],
    ['currentdate :zone "+0000" "hour" "10"', true],
  ])('%s is %s', (condition, expected) => {
    expect(holds(condition, requires)).toBe(expected);
  });
  test('§6: which of several fields', () => {
    const message = 'Received: one\r\nReceived: two\r\nReceived: three\r\n\r\n';
    expect(holds('header :index 1 "received" "one"', requires, message)).toBe(true);
    expect(holds('header :index 1 "received" "two"', requires, message)).toBe(false);
    expect(holds('header :index 1 :last "received" "three"', requires, message)).toBe(true);
    expect(holds('header :index 9 "received" "three"', requires, message)).toBe(false);
    expect(wrong('require "index"; if header :last "a" "b" {}')).toBe(':last needs :index.');
  });
  test('wrong parts and zones', () => {
    expect(wrong('require "date"; if currentdate "century" "20" {}')).toBe('There is no part "century" of a date.');
    expect(wrong('require "date"; if currentdate :zone "CET" "year" "20" {}')).toBe('A time zone is written "+0100", not "CET".');
  });
});

test('mailbox, special-use, mailboxid (RFC 5490, RFC 8579, RFC 9042)', () => {
  const requires = ['mailbox', 'special-use', 'mailboxid'];
  expect(holds('mailboxexists ["inbox", "Work/Reports"]', requires)).toBe(true);
  expect(holds('mailboxexists ["INBOX", "work/reports"]', requires)).toBe(false);
  expect(holds('specialuse_exists "\\\\Junk"', requires)).toBe(true);
  expect(holds('specialuse_exists ["\\\\junk", "\\\\Archive"]', requires)).toBe(false);
  expect(holds('specialuse_exists "Junk" "\\\\Junk"', requires)).toBe(true);
  expect(holds('specialuse_exists "INBOX" "\\\\Junk"', requires)).toBe(false);
  expect(holds('mailboxidexists ["F1-1", "F1-2"]', requires)).toBe(true);
  expect(holds('mailboxidexists ["F1-1", "F9-9"]', requires)).toBe(false);
  const filed = tryScript('require ["fileinto", "mailbox", "special-use"]; fileinto :create :specialuse "\\\\Archive" "Old";');
  expect(filed.kind === 'done' && filed.actions[0]).toMatchObject({ kind: 'file', mailbox: 'Old', create: true, specialUse: '\\Archive' });
  expect(wrong('require ["fileinto", "mailboxid", "special-use"]; fileinto :specialuse "\\\\Junk" :mailboxid "F1" "x";')).toMatch(
    /contradicts/,
  );
});

describe('editheader (RFC 5293)', () => {
  const edited = (commands: string, message = sampleMessage) => {
    const result = tryScript(`require ["editheader", "fileinto", "variables", "copy"];\n${commands}`, message);
    if (result.kind !== 'done') throw new Error(outcome(result));
    return result.actions.map((action) => {
      if ((action.kind !== 'file' && action.kind !== 'redirect') || !action.header) return 'as it came';
      const whole = new SieveMessage(new TextEncoder().encode(message));
      // As the run saw it: the fields are those of its own message, so that they are compared by their octets.
      const own = action.header.map((field) => whole.original.find(({ octets }) => octets.join() === field.octets.join()) ?? field);
      const out = editedMessage(whole, own);
      return new TextDecoder().decode('whole' in out ? out.whole : Uint8Array.from([...out.added, ...whole.bytes]));
    });
  };
  test('§4: a field in front, or at the end', () => {
    expect(edited('addheader "X-Hello" "World";', 'A: b\r\n\r\nbody\r\n')).toEqual(['X-Hello: World\r\nA: b\r\n\r\nbody\r\n']);
    expect(edited('addheader :last "X-Hello" "Wörld";', 'A: b\r\n\r\nbody\r\n')).toEqual([
      'A: b\r\nX-Hello: =?utf-8?Q?W=C3=B6rld?=\r\n\r\nbody\r\n',
    ]);
    expect(edited('addheader "X-Hello" "a\r\nBcc: x@y.z";', 'A: b\r\n\r\nbody\r\n')).toEqual([
      'X-Hello: a Bcc: x@y.z\r\nA: b\r\n\r\nbody\r\n',
    ]);
  });
  test('§5: by number, by value; §6: traces stay', () => {
    const three = 'X-Hello: 1\r\nX-Hello: 2\r\nX-Hello: 3\r\n\r\n';
    expect(edited('deleteheader :index 1 "X-Hello"; deleteheader :index 2 "X-Hello";', three)).toEqual(['X-Hello: 2\r\n\r\n']);
    expect(edited('deleteheader :index 1 :last "X-Hello";', three)).toEqual(['X-Hello: 1\r\nX-Hello: 2\r\n\r\n']);
    expect(edited('deleteheader :is "X-Hello" ["1", "3"];', three)).toEqual(['X-Hello: 2\r\n\r\n']);
    expect(edited('deleteheader "Received"; deleteheader "auto-submitted";')).toEqual(['as it came']);
    expect(wrong('require "editheader"; deleteheader :last "a";')).toBe(':last needs :index.');
  });
  test('§7: tests see the header as it is by then, actions keep theirs', () => {
    expect(
      run(
        'require ["editheader", "fileinto"]; addheader "X-Hello" "World"; if header :contains "x-hello" "world" { fileinto "international"; }',
      ),
    ).toBe('file international');
    expect(edited('fileinto "a"; addheader "X" "1"; fileinto :copy "b";', 'A: b\r\n\r\n')).toEqual(['as it came', 'X: 1\r\nA: b\r\n\r\n']);
    expect(edited('addheader "X-Hello" "World"; deleteheader :index 1 "X-Hello";', 'A: b\r\n\r\n').length).toBe(1);
  });
});

describe('reject and ereject (RFC 5429)', () => {
  test('they stand alone', () => {
    expect(run('require "reject"; if size :over 100 { reject "Too large for me."; }')).toBe('reject Too large for me.');
    expect(run('require "ereject"; ereject text:\nno\n.\n;')).toBe('ereject no\r\n');
    expect(run('require "reject"; reject "a"; keep;')).toMatch(/both rejected and delivered/);
    expect(run('require ["reject", "vacation"]; reject "a"; vacation "b";')).toMatch(/both rejected and answered/);
    expect(run('require ["reject", "ereject"]; reject "a"; ereject "b";')).toMatch(/only once/);
  });
});

describe('vacation (RFC 5230, RFC 6131)', () => {
  test('its arguments', () => {
    expect(run('require "vacation"; vacation :days 23 :addresses ["tjs@example.edu"] "I\'m away until October 19.";')).toBe(
      "keep; vacation 1987200 - I'm away until October 19.",
    );
    expect(run('require "vacation"; vacation :days 0 :subject "Away" "x";')).toBe('keep; vacation 86400 Away x');
    expect(run('require "vacation-seconds"; vacation :seconds 1800 "x";')).toBe('keep; vacation 1800 - x');
    expect(run('require "vacation"; vacation "a"; vacation "b";')).toMatch(/Only one vacation reply/);
    expect(wrong('require "vacation"; vacation :seconds 5 "x";')).toMatch(/needs require "vacation-seconds"/);
    expect(wrong('require "vacation"; vacation :from "nobody" "x";')).toBe('"nobody" is not an address.');
  });
  test('§4.2: the handle follows what is said before variables are put in', () => {
    const handle = (script: string, message?: string) => {
      const result = tryScript(`require ["vacation", "variables"]; ${script}`, message);
      const action = result.kind === 'done' ? result.actions.find(({ kind }) => kind === 'vacation') : undefined;
      return action?.kind === 'vacation' ? action.handle : null;
    };
    const script = 'if header :matches "subject" "*" {} vacation "About ${1}";';
    expect(handle(script)).toBe(handle(script, 'Subject: other\r\n\r\n'));
    expect(handle('vacation "a";')).not.toBe(handle('vacation "b";'));
    expect(handle('vacation :handle "h" "a";')).toBe('h');
  });
});

describe('duplicate (RFC 7352)', () => {
  const script = 'require "duplicate"; if duplicate { discard; }';
  test('it asks, and remembers what is new', () => {
    expect(run(script, undefined, { seen: new Map() })).toBe('asks /<one@desert.example.org>');
    const fresh = tryScript(script);
    expect(fresh).toMatchObject({
      kind: 'done',
      discarded: false,
      seen: [{ handle: '', id: '<one@desert.example.org>', seconds: 604_800 }],
    });
    const again = tryScript(script, undefined, { seen: new Map([[seenKey('', '<one@desert.example.org>'), true]]) });
    expect(again).toMatchObject({ kind: 'done', discarded: true, seen: [] });
  });
  test('by header, by a text, with a handle, from the last time', () => {
    expect(run('require "duplicate"; if duplicate :handle "h" :header "X-Event" {}', 'X-Event: 7\r\n\r\n')).toBe('asks h/7');
    expect(run('require "duplicate"; if duplicate :header "X-Event" {}', 'A: 7\r\n\r\n')).toBe('keep');
    expect(run('require ["duplicate", "variables"]; set "a" "b"; if duplicate :uniqueid "${a}" {}')).toBe('asks /b');
    const last = tryScript('require "duplicate"; if duplicate :last :seconds 60 :uniqueid "x" { discard; }', undefined, {
      seen: new Map([[seenKey('', 'x'), true]]),
    });
    expect(last).toMatchObject({ discarded: true, seen: [{ id: 'x', seconds: 60 }] });
  });
});

describe('include (RFC 6609)', () => {
  const scripts = (more: Record<string, string>) => ({ scripts: new Map(Object.entries(more)) });
  test('return ends the included one, stop ends all', () => {
    const main = 'require ["include", "fileinto"]; include :personal "a"; fileinto "after";';
    expect(run(main, undefined, scripts({ a: 'require ["fileinto", "include"]; fileinto "a"; return; fileinto "b";' }))).toBe(
      'file a; file after',
    );
    expect(run(main, undefined, scripts({ a: 'require "fileinto"; fileinto "a"; stop;' }))).toBe('file a');
    expect(run('require ["include", "fileinto"]; return; fileinto "x";')).toBe('keep');
  });
  test('a missing script, one that includes itself, one that is wrong', () => {
    expect(run('require "include"; include "gone";')).toBe('line 1: There is no script "gone" to include.');
    expect(run('require "include"; include :optional "gone"; discard;')).toBe('discard');
    expect(run('require "include"; include "a";', undefined, scripts({ a: 'require "include"; include "a";' }))).toMatch(/includes itself/);
    expect(run('require "include"; include "a";', undefined, scripts({ a: '\nfrob;' }))).toBe(
      'line 1: The included script "a" is wrong in line 2: There is no command "frob".',
    );
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`s${index}`, `require "include"; include "s${index + 1}";`]));
    expect(run('require "include"; include "s0";', undefined, scripts(many))).toMatch(/deeper than 10/);
  });
  test(':once, and variables that are shared or not', () => {
    const fill = 'require ["include", "variables"]; global "shared"; set "own" "x"; set "shared" "${shared}1"; set "global.other" "o";';
    const main = (includes: string) =>
      `require ["include", "variables", "fileinto"]; global "shared"; ${includes} fileinto "${'${own}-${shared}-${global.other}'}";`;
    expect(run(main('include "a"; include "a";'), undefined, scripts({ a: fill }))).toBe('file -11-o');
    expect(run(main('include :once "a"; include :once "a";'), undefined, scripts({ a: fill }))).toBe('file -1-o');
  });
});

describe('enotify by mailto (RFC 5435, RFC 5436)', () => {
  test('notify and its tests', () => {
    expect(run('require "enotify"; notify :importance "1" :message "This is probably very important" "mailto:alm@example.com";')).toBe(
      'keep; notify mailto:alm@example.com 1 This is probably very important',
    );
    // §3.1: an error when it is reached, not when the script is handed in.
    expect(run('require "enotify"; if valid_notify_method "xmpp:a@b" { notify "xmpp:a@b"; }')).toBe('keep');
    expect(run('require "enotify"; notify "xmpp:a@b";')).toMatch(/^line 1: Notifications go by "mailto:/);
    expect(run('require "enotify"; notify "mailto:nobody";')).toMatch(/^line 1: Notifications go by "mailto:/);
    expect(holds('valid_notify_method ["mailto:gm@example.com"]', ['enotify'])).toBe(true);
    expect(holds('valid_notify_method ["mailto:gm@example.com", "http://x"]', ['enotify'])).toBe(false);
    expect(holds('notify_method_capability "mailto:a@b.example" "Online" "maybe"', ['enotify'])).toBe(true);
    expect(run('require ["enotify", "variables", "fileinto"]; set :encodeurl "b" "Safe body&evil=evilbody"; fileinto "${b}";')).toBe(
      'file Safe%20body%26evil%3Devilbody',
    );
  });
  test('mailto URIs; unsafe fields are left out', () => {
    expect(readMailto('mailto:a@b.example?body=Hi%20there&subject=S%C3%BC%C3%9F&from=evil@x.y&X-Tag=1')).toEqual({
      to: ['a@b.example'],
      cc: [],
      subject: 'Süß',
      body: 'Hi there',
      headers: [['X-Tag', '1']],
    });
    expect(readMailto('mailto:')).toBeNull();
    expect(readMailto('mailto:a@b.example?to=c@d.example,e')).toBeNull();
    expect(readMailto('mailto:a@b.example%0d%0aBcc:x@y.example')).toBeNull();
    expect(readMailto('mailto:a%@b.example')).toBeNull();
  });
});

test('mime tests (RFC 5703 §4), environment (RFC 5183), ihave (RFC 5463)', () => {
  const mime =
    'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\nhi\r\n--x\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="important.pdf"\r\n\r\nx\r\n--x--\r\n';
  expect(holds('header :mime :anychild :contenttype "Content-Type" "text/html"', ['mime'], mime)).toBe(true);
  expect(holds('header :mime :contenttype "Content-Type" "text/html"', ['mime'], mime)).toBe(false);
  expect(holds('header :mime :anychild :param "filename" :contains "Content-Disposition" "important"', ['mime'], mime)).toBe(true);
  expect(holds('header :mime :anychild :subtype "Content-Type" "pdf"', ['mime'], mime)).toBe(true);
  expect(holds('exists :mime :anychild "content-disposition"', ['mime'], mime)).toBe(true);
  expect(holds('environment :contains "location" "MDA"', ['environment'])).toBe(true);
  expect(holds('environment "vnd.x.y" ""', ['environment'])).toBe(false);
  expect(holds('ihave ["fileinto", "body"]', ['ihave'])).toBe(true);
  expect(run('require ["ihave", "fileinto"]; if ihave "teleport" { teleport "home"; } else { fileinto "x"; }')).toBe('file x');
  expect(run('require "ihave"; error "no way";')).toBe('line 1: no way');
});
