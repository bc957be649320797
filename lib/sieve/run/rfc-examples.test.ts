/** Whole scripts, as the texts of the RFCs show them: what each does with the mail that it is about, and with other mail. */
import { describe, expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { seenKey } from './environment.ts';
import { outcome, tryScript } from './try-script.ts';

const run = (script: string, message?: string, more?: Parameters<typeof tryScript>[2]) => outcome(tryScript(script, message, more));
const mail = (...fields: string[]) => `${fields.join('\r\n')}\r\n\r\nbody\r\n`;
const wrong = (script: string) => {
  const checked = checkScript(script);
  return checked.ok ? null : checked.error.message;
};

describe('variables (RFC 5229)', () => {
  test('§3: backslashes are gone before variables are put in; a dollar sign out of a variable makes none', () => {
    const value = (text: string) => run(`require ["variables", "fileinto"]; set "foo" "bar"; set "dollar" "$"; fileinto "${text}";`);
    expect(value('${fo\\o}')).toBe('file bar');
    expect(value('a${fo\\\\o}')).toBe('file a${fo\\o}');
    expect(value('\\${foo}')).toBe('file bar');
    expect(value('\\\\${foo}')).toBe('file \\bar');
    expect(value('regarding ${dollar}{beep}')).toBe('file regarding ${beep}');
    expect(value('${doh!}')).toBe('file ${doh!}');
    expect(value('${BAD${foo}')).toBe('file ${BADbar');
  });
  test('§3.1: encoded characters are read first', () => {
    const script =
      'require ["encoded-character", "variables", "fileinto"]; set "name" "Ethelbert";\n' +
      'if header :contains "Subject" "dear${hex:20 24 7b 4e}ame}" { fileinto "dear"; }';
    expect(run(script, mail('Subject: my dear Ethelbert'))).toBe('file dear');
    expect(run(script, mail('Subject: my dear Name'))).toBe('keep');
  });
  test('§3.2: match variables of an address, and none of a test that is not made', () => {
    const script =
      'require ["fileinto", "variables"];\n' +
      'if address :matches ["To", "Cc"] ["coyote@**.com", "wile@**.com"] { fileinto "INBOX.business.${2}"; stop; }\n' +
      'if anyof (true, address :domain :matches "To" "*.com") { fileinto "none ${1}"; stop; }';
    expect(run(script, mail('To: coyote@ACME.Example.COM'))).toBe('file INBOX.business.ACME.Example');
    expect(run(script, mail('To: road@runner.com'))).toBe('file none ');
  });
  test('§4: names in any case, in many lines; §5: a state', () => {
    const script =
      'require ["variables", "vacation"]; set "honorific" "Mr"; set "first_name" "Wile"; set "last_name" "Coyote";\n' +
      'set "vacation" text:\nDear ${HONORIFIC} ${last_name},\nI\'m out, please leave a message after the meep.\n.\n;\nvacation "${vacation}";';
    expect(run(script)).toBe("keep; vacation 604800 - Dear Mr Coyote,\r\nI'm out, please leave a message after the meep.\r\n");
    expect(run('require ["variables"]; set "state" "${state} pending"; if string :matches " ${state} " "* pending *" { discard; }')).toBe(
      'discard',
    );
  });
});

describe('vacation (RFC 5230 §4.8)', () => {
  test('mingled with other rules: the boss is redirected and hears nothing', () => {
    const script =
      'require "vacation";\nif header :contains "from" "boss@example.edu" { redirect "pleeb@isp.example.org"; }\n' +
      'else { vacation "Sorry, I\'m away, I\'ll read your\nmessage when I get around to it."; }';
    expect(run(script, mail('From: boss@example.edu'))).toBe('redirect pleeb@isp.example.org');
    expect(run(script, mail('From: someone@example.edu'))).toMatch(/^keep; vacation 604800 - Sorry, I'm away/);
  });
});

describe('relational (RFC 5231)', () => {
  test('§7: who writes to more than five, and who writes with less than 65 years', () => {
    const requires = 'require ["relational", "comparator-i;ascii-numeric", "fileinto"];';
    const script =
      `${requires} if anyof (header :value "lt" :comparator "i;ascii-numeric" ["x-priority"] ["3"],` +
      ' address :count "gt" :comparator "i;ascii-numeric" ["to"] ["5"], address :count "gt" :comparator "i;ascii-numeric" ["cc"] ["5"])' +
      ' { fileinto "SPAM"; }';
    const six = Array.from({ length: 6 }, (_one, n) => `a${n}@example.com`).join(', ');
    expect(run(script, mail(`To: ${six}`))).toBe('file SPAM');
    expect(run(script, mail(`To: ${six.slice(0, -16)}`, 'X-Priority: 5'))).toBe('keep');
    expect(run(script, mail('X-Priority: 1 (highest)'))).toBe('file SPAM');
  });
});

describe('imap4flags (RFC 5232)', () => {
  const flagged = 'require ["fileinto", "imap4flags", "variables", "relational"];';
  const flagsOf = (script: string, message?: string) => {
    const result = tryScript(`${flagged}\n${script}`, message);
    if (result.kind !== 'done') throw new Error(outcome(result));
    return result.actions.map((action) => (action.kind === 'file' ? [...action.flags] : action.kind));
  };
  test('§3.1, §3.2: what the boss writes is flagged; one after the other is both at once', () => {
    const boss = mail('From: boss@frobnitzm.example.edu');
    const script =
      'if header :contains "from" "boss@frobnitzm.example.edu" { setflag "flagvar" "\\\\Flagged"; fileinto :flags "${flagvar}" "INBOX.From Boss"; }';
    expect(flagsOf(script, boss)).toEqual([['\\Flagged']]);
    const both = flagsOf('addflag "flagvar" "\\\\Deleted"; addflag "flagvar" "\\\\Answered"; keep :flags "${flagvar}";');
    expect(flagsOf('addflag "flagvar" ["\\\\Deleted", "\\\\Answered"]; keep :flags "${flagvar}";')).toEqual(both);
    expect(flagsOf('addflag "flagvar" "\\\\Deleted \\\\Answered"; keep :flags "${flagvar}";')).toEqual(both);
  });
  test('§2: blanks divide; empty strings, \\Recent and what cannot be a flag are nothing', () => {
    expect(flagsOf('addflag ["", "  $a   $b  ", "\\\\Recent", "\\\\Own", "Käse", "a*"]; keep;')).toEqual([['$a', '$b']]);
  });
  test('§9: the extended example', () => {
    const script =
      'if header :contains "from" "boss@frobnitzm.example.edu" { setflag "\\\\Flagged"; }\n' +
      'if header :contains "Disposition-Notification-To" "mel@example.com" { addflag "\\\\Flagged $MDNRequired"; }\n' +
      'if header :contains "from" "imap@cac.washington.example.edu" { removeflag "$MDNRequired"; fileinto "INBOX.imap-list"; }';
    expect(flagsOf(script, mail('From: imap@cac.washington.example.edu', 'Disposition-Notification-To: mel@example.com'))).toEqual([
      ['\\Flagged'],
    ]);
    expect(flagsOf(script, mail('From: a@b.example', 'Disposition-Notification-To: mel@example.com'))).toEqual([
      ['\\Flagged', '$MDNRequired'],
    ]);
  });
});

describe('date and index (RFC 5260)', () => {
  test('§4.4: in the hours that the sender works; at a weekend', () => {
    const urgent =
      'require ["date", "relational", "fileinto"]; if allof(header :is "from" "boss@example.com",' +
      ' date :value "ge" :originalzone "date" "hour" "09", date :value "lt" :originalzone "date" "hour" "17") { fileinto "urgent"; }';
    const at = (time: string) => run(urgent, mail('From: boss@example.com', `Date: Mon, 23 Nov 2026 ${time}`));
    expect([at('09:00:00 -0800'), at('16:59:59 +0900'), at('17:00:00 +0000'), at('08:59:59 +0000')]).toEqual([
      ...['file urgent', 'file urgent', 'keep', 'keep'],
    ]);
    const weekend =
      'require ["date", "relational", "fileinto"]; if anyof(date :is "received" "weekday" "0", date :is "received" "weekday" "6") { fileinto "weekend"; }';
    expect(run(weekend, mail('Received: by x; Sun, 22 Nov 2026 12:00:00 +0000'))).toBe('file weekend');
    expect(run(weekend, mail('Received: by x; Mon, 23 Nov 2026 12:00:00 +0000'))).toBe('keep');
  });
  test('§6.1: the second Received field alone', () => {
    const script =
      'require ["date", "relational", "index"]; if date :value "gt" :index 2 :zone "-0500" "received" "iso8601" "2007-02-26T09:00:00-05:00"' +
      ' { redirect "aftercutoff@example.org"; }';
    const early = 'Received: by a; Mon, 26 Feb 2007 13:59:00 +0000';
    const late = 'Received: by b; Mon, 26 Feb 2007 14:01:00 +0000';
    expect(run(script, mail(early, late))).toBe('redirect aftercutoff@example.org');
    expect(run(script, mail(late, early))).toBe('keep');
    expect(run(script, mail(late))).toBe('keep');
  });
});

describe('editheader (RFC 5293 §4)', () => {
  test('what was redirected before is not redirected again', () => {
    const script =
      'require "editheader"; if not header :contains "X-Sieve-Filtered" ["<kim@job.example.com>", "<kim@home.example.com>"]' +
      ' { addheader "X-Sieve-Filtered" "<kim@job.example.com>"; redirect "kim@home.example.com"; }';
    expect(run(script, mail('From: a@b.example'))).toBe('redirect kim@home.example.com');
    expect(run(script, mail('X-Sieve-Filtered: <kim@job.example.com>'))).toBe('keep');
  });
});

describe('mailbox (RFC 5490 §3.1), special-use (RFC 8579 §6)', () => {
  test('where there is no such mailbox the mail is refused, or the mailbox made', () => {
    const partners = (name: string) =>
      `require ["fileinto", "reject", "mailbox"]; if mailboxexists "${name}" { fileinto "${name}"; } else { reject "This message was not accepted by the Mailstore"; }`;
    expect(run(partners('Work/Reports'))).toBe('file Work/Reports');
    expect(run(partners('Partners'))).toBe('reject This message was not accepted by the Mailstore');
  });
  test('spam goes where spam is kept', () => {
    const script =
      'require ["envelope", "fileinto", "mailbox", "special-use"];\n' +
      'if header :contains "x-spam" "yes" { if specialuse_exists "\\\\Junk" { fileinto :specialuse "\\\\Junk" :create "Spam"; } else { discard; } }';
    const result = tryScript(script, mail('X-Spam: yes'));
    expect(result.kind === 'done' && result.actions).toMatchObject([{ kind: 'file', mailbox: 'Spam', specialUse: '\\Junk', create: true }]);
    expect(run(script, mail('X-Spam: no'))).toBe('keep');
  });
});

describe('reject (RFC 5429 §2.2)', () => {
  test('who was too often told no, and whose mail is too large', () => {
    const script =
      'require ["reject"]; if size :over 100K { reject text:\nYour message is to big.  If you want to send me a big attachment,\nput it on a public web site and send me an URL.\n.\n; }';
    const large = `${mail('From: a@b.example')}${'x'.repeat(110_000)}`;
    expect(run(script, large)).toBe(
      'reject Your message is to big.  If you want to send me a big attachment,\r\nput it on a public web site and send me an URL.\r\n',
    );
    expect(run(script)).toBe('keep');
    expect(
      run(
        'require ["ereject"]; if address "from" "someone@example.com" { ereject "I no longer accept mail from this address"; }',
        mail('From: someone@example.com'),
      ),
    ).toBe('ereject I no longer accept mail from this address');
  });
});

describe('duplicate (RFC 7352 §6)', () => {
  test('§6.1: a notice that comes twice; §6.3: what is told of again within its time, by what it is about', () => {
    const first = 'require ["duplicate", "fileinto", "mailbox"]; if duplicate { fileinto :create "Trash/Duplicate"; }';
    expect(run(first, undefined, { seen: new Map() })).toBe('asks /<one@desert.example.org>');
    expect(run(first)).toBe('keep');
    expect(run(first, undefined, { seen: new Map([[seenKey('', '<one@desert.example.org>'), true]]) })).toBe('file Trash/Duplicate');
    const alert =
      'require ["duplicate", "variables", "imap4flags", "fileinto"];\n' +
      'if header :matches "subject" "ALERT: *" { if duplicate :seconds 60 :uniqueid "${1}" { setflag "\\\\seen"; } fileinto "Alerts"; }';
    expect(run(alert, mail('Subject: ALERT: disk'))).toBe('asks /disk');
    expect(run(alert, mail('Subject: hello'))).toBe('keep');
    expect(wrong('require "duplicate"; if duplicate :header "a" :uniqueid "b" {}')).toMatch(/contradicts/);
  });
});

describe('include (RFC 6609 §3)', () => {
  test('§3.4.1: what one script finds out, the other uses', () => {
    const scripts = new Map([
      [
        'spam_tests',
        'require ["variables", "include", "relational"]; global "test"; if header :contains "Subject" "$$" { set "test" "spam"; } set "test_mailbox" "x";',
      ],
    ]);
    const active =
      'require ["variables", "include", "fileinto"]; global "test"; global "test_mailbox"; set "test" "$$"; set "test_mailbox" "INBOX.${test}";\n' +
      'include "spam_tests"; if string :is "${test}" "spam" { fileinto "${test_mailbox}"; }';
    expect(run(active, mail('Subject: $$ for you'), { scripts })).toBe('file INBOX.$$');
    expect(run(active, mail('Subject: hello'), { scripts })).toBe('keep');
  });
});

describe('enotify (RFC 5435 §3, RFC 5436 §3)', () => {
  test('the boss is told of by name; the knitting list by its subject', () => {
    const boss =
      'require ["enotify", "fileinto", "variables"]; if header :contains "from" "boss@example.org" { if header :matches "Subject" "*" { set "subject" "${1}"; }\n' +
      'notify :importance "1" :message "This is probably very important: ${subject}" "mailto:alm@example.com"; stop; }';
    expect(run(boss, mail('From: boss@example.org', 'Subject: now'))).toBe(
      'keep; notify mailto:alm@example.com 1 This is probably very important: now',
    );
    const knitting =
      'require ["enotify", "variables"]; if header :contains "list-id" "knitting.example.com" { if header :matches "Subject" "[*] *"\n' +
      '{ notify :message "From ${1} list: ${2}" :importance "3" "mailto:0123456789@sms.example.net?to=backup@example.com"; } }';
    expect(run(knitting, mail('List-Id: Knitting Mailing List <knitting.example.com>', 'Subject: [Knitting] A new sweater'))).toBe(
      'keep; notify mailto:0123456789@sms.example.net?to=backup@example.com 3 From Knitting list: A new sweater',
    );
  });
});

describe('subaddress (RFC 5233 §4)', () => {
  test('mail to detail addresses is sorted by it', () => {
    const script =
      'require ["envelope", "subaddress", "fileinto"];\nif anyof (address :detail "to" "mta-filters", address :detail "cc" "mta-filters") { fileinto "INBOX.ietf-mta-filters"; }\n' +
      'elsif address :detail :contains "from" "spam" { discard; }';
    expect(run(script, mail('To: ken+mta-filters@example.org'))).toBe('file INBOX.ietf-mta-filters');
    expect(run(script, mail('From: x+spammer@example.org', 'To: ken@example.org'))).toBe('discard');
    expect(run(script, mail('To: ken@example.org'))).toBe('keep');
  });
});

describe('body (RFC 5173 §4)', () => {
  test('the message is forwarded when it speaks of money', () => {
    const script =
      'require ["body", "fileinto"]; if body :raw :contains "MAKE MONEY FAST" { discard; }\n' +
      'elsif body :content "text" :contains ["missile", "coordinates"] { fileinto "secrets"; }\n' +
      'elsif body :content "audio/mp3" :contains "" { fileinto "jukebox"; }\n' +
      'elsif body :text :contains "project schedule" { fileinto "project/schedule"; }';
    expect(run(script, mail('Subject: a').replace('body', 'now MAKE MONEY FAST now'))).toBe('discard');
    expect(run(script, mail('Subject: a').replace('body', 'the coordinates'))).toBe('file secrets');
    expect(run(script, mail('Content-Type: audio/mp3'))).toBe('file jukebox');
    expect(run(script, mail('Subject: a').replace('body', 'our Project Schedule'))).toBe('file project/schedule');
  });
});
