import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkScript } from '../check/check.ts';
import { outcome, sampleMessage, tryScript } from '../run/try-script.ts';
import { forwardToSieve, sieveToForward } from './forward-script.ts';
import { mainToSieve, sieveToMain, type MainScript } from './main-script.ts';
import { ruleOps, textFields, type Rule, type RuleAction, type RuleCondition, type RuleSet } from './model.ts';
import { ruleFilter, rulePatch } from './rule-query.ts';
import { rulesToSieve } from './rules-to-sieve.ts';
import { sieveToRules } from './sieve-to-rules.ts';
import { sieveToVacation, vacationToSieve, type VacationReply } from './vacation-script.ts';

const text = fc
  .string({ unit: 'binary', minLength: 1, maxLength: 30 })
  .map((value) => value.replaceAll(/[\p{Cc}\ufeff]/gu, '').toWellFormed() || 'x');
const condition: fc.Arbitrary<RuleCondition> = fc.oneof(
  fc.record({ field: fc.constantFrom(...textFields), op: fc.constantFrom(...ruleOps), value: text }),
  fc.record({
    field: fc.constant('header' as const),
    header: fc.constantFrom('x-spam', 'Reply-To'),
    op: fc.constantFrom(...ruleOps),
    value: text,
  }),
  fc.record({ field: fc.constant('attachment' as const), op: fc.constantFrom('has' as const, 'hasNot' as const) }),
  fc.record({ field: fc.constant('size' as const), op: fc.constantFrom('over' as const, 'under' as const), bytes: fc.nat() }),
);
const place = { mailboxId: fc.option(fc.constant('F1-3')), mailbox: fc.constantFrom('Work', 'Work/Reports', 'Ärger') };
const flagged: fc.Arbitrary<RuleAction[]> = fc.subarray<RuleAction>([{ kind: 'star' }, { kind: 'markRead' }]);
const filed: fc.Arbitrary<RuleAction[]> = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constantFrom('move' as const, 'label' as const), ...place }),
    fc.constantFrom<RuleAction>(
      { kind: 'archive' },
      { kind: 'delete' },
      { kind: 'junk' },
      { kind: 'forward', address: 'bart@example.com' },
    ),
  ),
  { maxLength: 3 },
);
const actions = fc.tuple(flagged, filed, fc.subarray<RuleAction>([{ kind: 'stop' }])).map((all) => all.flat());
const rule: fc.Arbitrary<Rule> = fc.record({
  name: text,
  enabled: fc.boolean(),
  match: fc.constantFrom('all' as const, 'any' as const),
  conditions: fc.array(condition, { maxLength: 4 }),
  actions,
});
const ruleSet: fc.Arbitrary<RuleSet> = fc.record({
  rules: fc.array(rule, { maxLength: 5 }),
  blocked: fc.subarray(['a@b.example', 'c@d.example', '@spam.example']),
});

test('rules come back from their script as they were, and the script passes', () => {
  fc.assert(
    fc.property(ruleSet, (given) => {
      const script = rulesToSieve(given);
      const checked = checkScript(script);
      expect(checked.ok ? null : checked.error).toBeNull();
      expect(sieveToRules(script)).toEqual(given);
    }),
    { numRuns: 400 },
  );
});

const bills: Rule = {
  name: 'Bills',
  enabled: true,
  match: 'all',
  conditions: [
    { field: 'from', op: 'contains', value: 'desert' },
    { field: 'subject', op: 'notContains', value: 'invoice' },
  ],
  actions: [{ kind: 'markRead' }, { kind: 'move', mailboxId: 'F1-3', mailbox: 'Work/Reports' }, { kind: 'stop' }],
};

test('the script reads well', () => {
  const script = rulesToSieve({
    rules: [bills, { ...bills, name: 'Off', enabled: false, actions: [{ kind: 'star' }] }],
    blocked: ['a@b.example', '@spam.example'],
  });
  expect(script.split('\r\n')).toEqual([
    '# Rules of the webmail. Change them there, or here as long as they keep this form.',
    'require ["fileinto", "imap4flags", "include", "mailbox", "mailboxid", "special-use"];',
    '',
    '# blocked senders',
    'if anyof (address :is "from" ["a@b.example"], address :is :domain "from" ["spam.example"]) {',
    '  fileinto :specialuse "\\\\Junk" "Junk";',
    '  stop;',
    '}',
    '',
    '# rule:[Bills]',
    'if allof (header :contains "from" "desert", not header :contains "subject" "invoice") {',
    '  addflag "\\\\Seen";',
    '  fileinto :create :mailboxid "F1-3" "Work/Reports";',
    '  return;',
    '}',
    '',
    '# rule:[Off] (turned off)',
    'if allof (false, allof (header :contains "from" "desert", not header :contains "subject" "invoice")) {',
    '  addflag "\\\\Flagged";',
    '}',
    '',
  ]);
});

describe('what rules do', () => {
  const run = (rules: Partial<Rule>[], blocked: string[] = [], message = sampleMessage) =>
    outcome(tryScript(rulesToSieve({ rules: rules.map((one) => ({ ...bills, ...one })), blocked }), message));
  test('conditions and actions', () => {
    expect(run([{}])).toBe('file Work/Reports [\\Seen]');
    expect(run([{ enabled: false }])).toBe('keep');
    expect(run([{ conditions: [] }])).toBe('file Work/Reports [\\Seen]');
    expect(
      run([
        {
          match: 'any',
          conditions: [
            { field: 'subject', op: 'is', value: 'x' },
            { field: 'recipient', op: 'is', value: 'elmer@acme.example.com' },
          ],
        },
      ]),
    ).toMatch(/^file/);
    expect(run([{ conditions: [{ field: 'attachment', op: 'has' }] }])).toBe('keep');
    expect(
      run([
        {
          conditions: [{ field: 'body', op: 'contains', value: 'anvil' }],
          actions: [{ kind: 'forward', address: 'b@c.example' }, { kind: 'delete' }],
        },
      ]),
    ).toBe('redirect b@c.example; file Trash');
    expect(run([{ actions: [{ kind: 'label', mailboxId: null, mailbox: 'L' }, { kind: 'star' }] }])).toBe(
      'keep [\\Flagged]; file L [\\Flagged]',
    );
  });
  test('stop ends the rules; without it the next one is looked at', () => {
    expect(run([{}, { actions: [{ kind: 'star' }] }])).toBe('file Work/Reports [\\Seen]');
    expect(run([{ actions: [{ kind: 'star' }] }, {}])).toBe('file Work/Reports [\\Flagged \\Seen]');
  });
  test('blocked senders', () => {
    expect(run([{}], ['coyote@desert.example.org'])).toBe('file Junk');
    expect(run([{}], ['@desert.example.org'])).toBe('file Junk');
    expect(run([{}], ['@example.org'])).toBe('file Work/Reports [\\Seen]');
  });
});

test('what somebody else wrote is foreign', () => {
  const own = rulesToSieve({ rules: [bills], blocked: [] });
  for (const foreign of [
    '',
    'keep;',
    'frob',
    own.replace('# Rules', '# My rules'),
    `${own}keep;\r\n`,
    own.replace(':contains', ':matches'),
    own.replace('return', 'stop'),
    own.replace('# rule:[Bills]', '# bills'),
  ])
    expect(sieveToRules(foreign)).toBeNull();
  expect(sieveToRules(rulesToSieve({ rules: [], blocked: [] }))).toEqual({ rules: [], blocked: [] });
});

test('a rule as a filter and a patch for mail that is there', () => {
  expect(ruleFilter(bills)).toEqual({
    operator: 'AND',
    conditions: [{ from: '"desert"' }, { operator: 'NOT', conditions: [{ subject: '"invoice"' }] }],
  });
  expect(ruleFilter({ match: 'any', conditions: [] })).toBeNull();
  expect(
    ruleFilter({
      match: 'any',
      conditions: [
        { field: 'size', op: 'over', bytes: 10 },
        { field: 'list', op: 'contains', value: 'a"b' },
      ],
    }),
  ).toEqual({
    operator: 'OR',
    conditions: [{ minSize: 11 }, { header: ['List-Id', '"a b"'] }],
  });
  const idOf = (wanted: { role: string } | { path: string }) => ('role' in wanted ? { archive: 'F1-9' }[wanted.role] : undefined);
  expect(rulePatch(bills, idOf)).toEqual({ mailboxIds: { 'F1-3': true }, 'keywords/$seen': true });
  expect(rulePatch({ actions: [{ kind: 'archive' }, { kind: 'label', mailboxId: 'F1-4', mailbox: 'x' }] }, idOf)).toEqual({
    mailboxIds: { 'F1-9': true, 'F1-4': true },
  });
  expect(rulePatch({ actions: [{ kind: 'label', mailboxId: 'F1-4', mailbox: 'x' }] }, idOf)).toEqual({ 'mailboxIds/F1-4': true });
  expect(rulePatch({ actions: [{ kind: 'forward', address: 'a@b.c' }] }, idOf)).toBeNull();
});

test('the main script', () => {
  const all: MainScript = { rules: true, own: 'my "script"', vacation: true, forward: true };
  for (const given of [
    all,
    { ...all, own: null },
    { ...all, rules: false },
    { rules: false, own: null, vacation: false, forward: false },
  ]) {
    const script = mainToSieve(given);
    expect(checkScript(script).ok).toBe(true);
    expect(sieveToMain(script)).toEqual(given);
  }
  expect(sieveToMain('require "include"; include "x";')).toBeNull();
  expect(sieveToMain(`${mainToSieve(all)}keep;`)).toBeNull();
  expect(mainToSieve({ ...all, own: null, forward: false })).toBe(
    [
      '# Written by the webmail: what is done with new mail, part by part.',
      'require "include";',
      '',
      '# rules and blocked senders',
      'include :personal :optional "rules";',
      '',
      '# the vacation reply',
      'include :personal :optional "vacation";',
      '',
    ].join('\r\n'),
  );
});

describe('the vacation reply', () => {
  const lines = fc.array(text, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));
  const date = fc.option(
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-01-01'), noInvalidDate: true })
      .map((at) => `${at.toISOString().slice(0, 19)}Z`),
  );
  test('comes back as it was', () => {
    const reply: fc.Arbitrary<VacationReply> = fc.record({
      fromDate: date,
      toDate: date,
      subject: fc.option(text),
      textBody: fc.option(lines),
      htmlBody: fc.option(lines),
    });
    fc.assert(
      fc.property(reply, (given) => {
        const script = vacationToSieve(given);
        const checked = checkScript(script);
        expect(checked.ok ? null : checked.error).toBeNull();
        expect(sieveToVacation(script)).toEqual(given);
      }),
      { numRuns: 300 },
    );
  });
  test('is sent between its dates alone', () => {
    const at = (fromDate: string | null, toDate: string | null) =>
      outcome(tryScript(vacationToSieve({ fromDate, toDate, subject: 'Away', textBody: 'Back soon.', htmlBody: null })));
    const sent = 'keep; vacation 604800 Away Back soon.';
    expect(at(null, null)).toBe(sent);
    expect(at('2026-11-21T10:20:30Z', '2026-11-21T10:20:31Z')).toBe(sent);
    expect(at('2026-11-21T10:20:31Z', null)).toBe('keep');
    expect(at(null, '2026-11-21T10:20:30Z')).toBe('keep');
  });
});

test('forwarding', () => {
  for (const given of [
    { addresses: ['bart@example.com'], keepCopy: true },
    { addresses: ['bart@example.com', 'lisa@example.com'], keepCopy: false },
    { addresses: [], keepCopy: true },
  ]) {
    const script = forwardToSieve(given);
    expect(checkScript(script).ok).toBe(true);
    expect(sieveToForward(script)).toEqual(given);
  }
  const kept = forwardToSieve({ addresses: ['bart@example.com'], keepCopy: true });
  expect(outcome(tryScript(kept))).toBe('keep; redirect bart@example.com');
  expect(outcome(tryScript(forwardToSieve({ addresses: ['bart@example.com'], keepCopy: false })))).toBe('redirect bart@example.com');
  expect(sieveToForward(kept.replace('redirect', 'keep; redirect'))).toBeNull();
  expect(sieveToForward('redirect "a@b.example";')).toBeNull();
});
