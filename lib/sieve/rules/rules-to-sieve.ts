/** Rules as a Sieve script for people. Each rule is one `if` with its name in a comment in front. */
import { command, list, number, strings, tag, test, type Argument, type Command, type Test } from '../syntax/tree.ts';
import { printScript } from '../syntax/print.ts';
import type { Rule, RuleAction, RuleCondition, RuleSet, TextField } from './model.ts';
import { requireFor } from './required.ts';

/** The first line: what the webmail knows its own script by, besides its form. */
export const rulesTitle = 'Rules of the webmail. Change them there, or here as long as they keep this form.';
export const blockedTitle = 'blocked senders';

export function rulesToSieve({ rules, blocked }: RuleSet): string {
  const commands = [...(blocked.length > 0 ? [blockedCommand(blocked)] : []), ...rules.map(ruleCommand)];
  const required = requireFor(commands);
  const all = required ? [required, ...commands] : commands;
  const [first, ...more] = all;
  if (!first) return printScript({ commands: [], trailing: [rulesTitle] });
  return printScript({ commands: [{ ...first, comments: [rulesTitle, ...first.comments] }, ...more], trailing: [] });
}

function blockedCommand(blocked: readonly string[]): Command {
  const addresses = blocked.filter((one) => !one.startsWith('@'));
  const domains = blocked.filter((one) => one.startsWith('@')).map((one) => one.slice(1));
  const tests = [
    ...(addresses.length > 0 ? [test('address', [tag(':is'), strings('from'), list(addresses)])] : []),
    ...(domains.length > 0 ? [test('address', [tag(':is'), tag(':domain'), strings('from'), list(domains)])] : []),
  ];
  return command('if', [], {
    tests: [test('anyof', [], tests)],
    block: [...actionCommands({ kind: 'junk' }), command('stop')],
    comments: [blockedTitle],
  });
}

function ruleCommand({ name, enabled, match, conditions, actions }: Rule): Command {
  const matched = test(match === 'all' ? 'allof' : 'anyof', [], conditions.length > 0 ? conditions.map(conditionTest) : [test('true')]);
  // Flags count for what is filed after them.
  const rank = (action: RuleAction) => (action.kind === 'star' || action.kind === 'markRead' ? 0 : action.kind === 'stop' ? 2 : 1);
  const ordered = [...actions].sort((a, b) => rank(a) - rank(b));
  return command('if', [], {
    tests: [enabled ? matched : test('allof', [], [test('false'), matched])],
    block: ordered.flatMap(actionCommands),
    comments: [`rule:[${name}]${enabled ? '' : ' (turned off)'}`],
  });
}

export const headersOf: Record<Exclude<TextField, 'body'>, string[]> = {
  from: ['from'],
  to: ['to'],
  cc: ['cc'],
  recipient: ['to', 'cc'],
  subject: ['subject'],
  list: ['list-id'],
};

function conditionTest(condition: RuleCondition): Test {
  switch (condition.field) {
    case 'size':
      return test('size', [tag(`:${condition.op}`), number(condition.bytes)]);
    case 'attachment': {
      const found = test('header', [
        tag(':mime'),
        tag(':anychild'),
        tag(':contains'),
        strings('content-disposition'),
        strings('attachment'),
      ]);
      return condition.op === 'has' ? found : test('not', [], [found]);
    }
    case 'body':
      return negated(condition.op, test('body', [tag(':text'), matchTag(condition.op), strings(condition.value)]));
    case 'header':
      return negated(condition.op, test('header', [matchTag(condition.op), strings(condition.header), strings(condition.value)]));
    case 'subject':
    case 'list':
      return negated(condition.op, test('header', [matchTag(condition.op), names(headersOf[condition.field]), strings(condition.value)]));
    case 'from':
    case 'to':
    case 'cc':
    case 'recipient': {
      // A part of a name or address; or exactly that address.
      const whole = condition.op === 'is' || condition.op === 'isNot';
      return negated(
        condition.op,
        test(whole ? 'address' : 'header', [matchTag(condition.op), names(headersOf[condition.field]), strings(condition.value)]),
      );
    }
  }
}

const matchTag = (op: string): Argument => tag(op === 'is' || op === 'isNot' ? ':is' : ':contains');
const negated = (op: string, found: Test): Test => (op === 'isNot' || op === 'notContains' ? test('not', [], [found]) : found);
const names = (headers: string[]): Argument => strings(...headers);

function actionCommands(action: RuleAction): Command[] {
  switch (action.kind) {
    case 'star':
      return [command('addflag', [strings('\\Flagged')])];
    case 'markRead':
      return [command('addflag', [strings('\\Seen')])];
    case 'move':
      return [command('fileinto', [tag(':create'), ...byId(action.mailboxId), strings(action.mailbox)])];
    case 'label':
      return [command('fileinto', [tag(':copy'), tag(':create'), ...byId(action.mailboxId), strings(action.mailbox)])];
    case 'archive':
      return [bySpecialUse('\\Archive', 'Archive')];
    case 'delete':
      return [bySpecialUse('\\Trash', 'Trash')];
    case 'junk':
      return [bySpecialUse('\\Junk', 'Junk')];
    case 'forward':
      return [command('redirect', [tag(':copy'), strings(action.address)])];
    case 'stop':
      // `return` ends the rules; a vacation reply behind them may still be sent, as `stop` would not let it.
      return [command('return')];
  }
}

const byId = (id: string | null): Argument[] => (id === null ? [] : [tag(':mailboxid'), strings(id)]);
const bySpecialUse = (use: string, name: string): Command => command('fileinto', [tag(':specialuse'), strings(use), strings(name)]);
