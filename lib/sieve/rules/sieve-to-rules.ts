/** Rules read back from their script. Whatever is not of the form that `rulesToSieve` writes makes the script a foreign one. */
import { parseScript } from '../syntax/parse.ts';
import type { Argument, Command, Test } from '../syntax/tree.ts';
import type { Rule, RuleAction, RuleCondition, RuleOp, RuleSet, TextField } from './model.ts';
import { blockedTitle, headersOf, rulesTitle } from './rules-to-sieve.ts';

/** Thrown and caught here: the script is foreign. */
class Foreign extends Error {}

/** Null: a script that somebody else wrote; it is shown as a script. */
export function sieveToRules(text: string): RuleSet | null {
  const parsed = parseScript(text);
  if (!parsed.ok) return null;
  const { commands, trailing } = parsed.script;
  const title = commands[0]?.comments[0] ?? trailing[0];
  if (title !== rulesTitle) return null;
  try {
    const found: RuleSet = { rules: [], blocked: [] };
    for (const command of commands) {
      const comment = command.comments.at(-1) ?? '';
      if (command.name === 'require') continue;
      if (command.name !== 'if') throw new Foreign();
      if (comment === blockedTitle) found.blocked.push(...readBlocked(command));
      else found.rules.push(readRule(command, comment));
    }
    return found;
  } catch (foreign) {
    if (foreign instanceof Foreign) return null;
    throw foreign;
  }
}

function readBlocked({ tests: [test] }: Command): string[] {
  return expect(test, 'anyof').tests.flatMap((one) => {
    const { tags, texts } = read(one);
    if (one.name !== 'address' || texts[0]?.join() !== 'from') throw new Foreign();
    return tags.has(':domain') ? (texts[1] ?? []).map((domain) => `@${domain}`) : (texts[1] ?? []);
  });
}

function readRule({ tests: [outer], block }: Command, comment: string): Rule {
  const name = /^rule:\[(.*)\](?: \(turned off\))?$/s.exec(comment)?.[1];
  if (name === undefined || !outer) throw new Foreign();
  const off = outer.name === 'allof' && outer.tests.length === 2 && outer.tests[0]?.name === 'false';
  const test = off ? outer.tests[1] : outer;
  if (test?.name !== 'allof' && test?.name !== 'anyof') throw new Foreign();
  const every = test.tests.length === 1 && test.tests[0]?.name === 'true';
  return {
    name,
    enabled: !off,
    match: test.name === 'allof' ? 'all' : 'any',
    conditions: every ? [] : test.tests.map(readCondition),
    actions: (block ?? []).map(readAction),
  };
}

function readCondition(test: Test): RuleCondition {
  const not = test.name === 'not';
  const inner = not ? test.tests[0] : test;
  if (!inner) throw new Foreign();
  const { tags, texts, numbers } = read(inner);
  if (inner.name === 'size' && !not) return { field: 'size', op: tags.has(':over') ? 'over' : 'under', bytes: numbers[0] ?? 0 };
  const op: RuleOp = tags.has(':is') ? (not ? 'isNot' : 'is') : tags.has(':contains') ? (not ? 'notContains' : 'contains') : foreign();
  if (inner.name === 'body' && tags.size === 2 && tags.has(':text')) return { field: 'body', op, value: only(texts[0]) };
  if (tags.has(':mime')) {
    const isAttachment =
      inner.name === 'header' && tags.has(':anychild') && texts[0]?.join() === 'content-disposition' && texts[1]?.join() === 'attachment';
    if (!isAttachment) throw new Foreign();
    return { field: 'attachment', op: not ? 'hasNot' : 'has' };
  }
  if (tags.size !== 1) throw new Foreign();
  const whole = tags.has(':is');
  const headers = texts[0] ?? [];
  const field = (Object.keys(headersOf) as Exclude<TextField, 'body'>[]).find((name) => headersOf[name].join() === headers.join());
  const ofAddress = field !== undefined && field !== 'subject' && field !== 'list';
  if (field !== undefined && inner.name === (ofAddress && whole ? 'address' : 'header')) return { field, op, value: only(texts[1]) };
  if (inner.name === 'header') return { field: 'header', header: only(headers), op, value: only(texts[1]) };
  throw new Foreign();
}

function readAction(command: Command): RuleAction {
  const { tags, texts } = read(command);
  const [text] = texts.at(-1) ?? [];
  switch (command.name) {
    case 'addflag':
      return text === '\\Flagged' ? { kind: 'star' } : text === '\\Seen' ? { kind: 'markRead' } : foreign();
    case 'fileinto': {
      const use = tags.has(':specialuse') ? texts[0]?.[0] : undefined;
      if (use !== undefined)
        return use === '\\Archive'
          ? { kind: 'archive' }
          : use === '\\Trash'
            ? { kind: 'delete' }
            : use === '\\Junk'
              ? { kind: 'junk' }
              : foreign();
      const mailboxId = tags.has(':mailboxid') ? (texts[0]?.[0] ?? null) : null;
      return { kind: tags.has(':copy') ? 'label' : 'move', mailboxId, mailbox: text ?? foreign() };
    }
    case 'redirect':
      return tags.has(':copy') ? { kind: 'forward', address: text ?? foreign() } : foreign();
    case 'return':
      return { kind: 'stop' };
    default:
      return foreign();
  }
}

function read({ args }: { args: readonly Argument[] }) {
  return {
    tags: new Set(args.flatMap((arg) => (arg.kind === 'tag' ? [arg.name] : []))),
    texts: args.flatMap((arg) => (arg.kind === 'strings' ? [arg.values] : [])),
    numbers: args.flatMap((arg) => (arg.kind === 'number' ? [arg.value] : [])),
  };
}

function foreign(): never {
  throw new Foreign();
}
const only = (texts: readonly string[] | undefined): string => (texts?.length === 1 ? (texts[0] ?? foreign()) : foreign());
const expect = (test: Test | undefined, name: string): Test => (test?.name === name ? test : foreign());
